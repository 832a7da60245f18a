package io.sluice.registry.rest;

/** An answer other than success, in MLflow's words. */
final class ApiError extends RuntimeException {
    private final Code code;

    ApiError(Code code, String message) {
        super(message);
        this.code = code;
    }

    static ApiError missing(String message) {
        return new ApiError(Code.RESOURCE_DOES_NOT_EXIST, message);
    }

    static ApiError exists(String message) {
        return new ApiError(Code.RESOURCE_ALREADY_EXISTS, message);
    }

    static ApiError invalid(String message) {
        return new ApiError(Code.INVALID_PARAMETER_VALUE, message);
    }

    static ApiError denied(String message) {
        return new ApiError(Code.PERMISSION_DENIED, message);
    }

    Code code() {
        return code;
    }

    enum Code {
        RESOURCE_DOES_NOT_EXIST(404),
        RESOURCE_ALREADY_EXISTS(400),
        INVALID_PARAMETER_VALUE(400),
        RESOURCE_CONFLICT(409),
        ENDPOINT_NOT_FOUND(404),
        UNAUTHENTICATED(401),
        PERMISSION_DENIED(403),
        REQUEST_LIMIT_EXCEEDED(413),
        TEMPORARILY_UNAVAILABLE(503),
        INTERNAL_ERROR(500);

        private final int status;

        Code(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }
    }
}
