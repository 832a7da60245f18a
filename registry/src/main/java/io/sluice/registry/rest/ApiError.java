package io.sluice.registry.rest;

/** An answer other than success, in MLflow's words. */
final class ApiError extends RuntimeException {
    private final Code code;

    ApiError(Code code, String message) {
        super(message);
        this.code = code;
    }

    static ApiError missing(String what) {
        return new ApiError(Code.RESOURCE_DOES_NOT_EXIST, "there is no " + what);
    }

    static ApiError exists(String what) {
        return new ApiError(Code.RESOURCE_ALREADY_EXISTS, what + " exists already");
    }

    static ApiError invalid(String what) {
        return new ApiError(Code.INVALID_PARAMETER_VALUE, what);
    }

    Code code() {
        return code;
    }

    enum Code {
        RESOURCE_DOES_NOT_EXIST(404),
        RESOURCE_ALREADY_EXISTS(400),
        INVALID_PARAMETER_VALUE(400),
        ENDPOINT_NOT_FOUND(404),
        PERMISSION_DENIED(403),
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
