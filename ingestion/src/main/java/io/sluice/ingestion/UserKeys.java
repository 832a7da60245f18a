package io.sluice.ingestion;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;

/** Turns user ids into pseudonymous keys: the first 128 bits of their HMAC, in hexadecimal. Not thread-safe. */
final class UserKeys {
    private static final int KEY_BYTES = 16;

    private final Mac mac;

    UserKeys(UserKeySecret secret) {
        mac = secret.mac();
    }

    String keyOf(String userId) {
        byte[] digest = mac.doFinal(userId.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(Arrays.copyOf(digest, KEY_BYTES));
    }
}
