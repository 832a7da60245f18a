package io.sluice.app;

import io.sluice.ingestion.UserKeySecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** The secret behind pseudonymous user keys, kept in a file that only its owner can read. */
public final class UserKeyFile {
    private static final int SECRET_BYTES = 32;

    private UserKeyFile() {}

    /** The secret in {@code file}, made and stored there on first use. */
    public static UserKeySecret readOrCreate(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return new UserKeySecret(Files.readAllBytes(file));
        } catch (IOException failure) {
            throw new BrokenWorld("cannot read the user key secret in " + file, failure);
        }
    }

    private static void create(Path file) throws IOException {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        Path fresh = Files.createTempFile(
                file.getParent(),
                "secret",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, secret);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
