package io.sluice.ingestion;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret that turns user ids into pseudonymous keys. Only ingestion holds it; it never reaches a log. */
public final class UserKeySecret {
    static final int MINIMUM_BYTES = 16;

    private final byte[] secret;

    /**
     * @param secret at least 16 bytes; copied
     */
    public UserKeySecret(byte[] secret) {
        if (secret.length < MINIMUM_BYTES) {
            throw new IllegalArgumentException("ingestion.user-key-secret needs at least " + MINIMUM_BYTES
                    + " bytes, got " + secret.length + "; make one with: openssl rand -hex 32");
        }
        this.secret = Arrays.copyOf(secret, secret.length);
    }

    /** A fresh HMAC-SHA-256 under this secret; belongs to one thread. */
    Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException missing) {
            throw new IllegalStateException("every JDK has HmacSHA256", missing);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
