package io.sluice.registry.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may do what. A file holds one caller a line: a name, roles joined by commas ({@code read}, {@code train}, {@code
 * promote}; each includes {@code read}), and the SHA-256 of the token in hexadecimal, so that the file gives no token
 * away. Lines that begin with {@code #} are comments.
 */
final class Tokens {
    private final List<Caller> callers;

    private Tokens(List<Caller> callers) {
        this.callers = List.copyOf(callers);
    }

    /** Somebody who showed a token. */
    record Caller(String name, Set<Access> roles, String sha256) {
        boolean may(Access access) {
            return access == Access.ANYONE || roles.contains(access);
        }
    }

    static Tokens read(Path file) {
        try {
            List<Caller> callers = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    callers.add(caller(file, line.strip()));
                }
            }
            if (callers.isEmpty()) {
                throw new IllegalArgumentException("registry.tokens names " + file + ", which holds no token");
            }
            return new Tokens(callers);
        } catch (IOException e) {
            throw new IllegalArgumentException("registry.tokens names " + file + ", which cannot be read", e);
        }
    }

    /** Takes the same time whichever caller it is. */
    Optional<Caller> callerOf(String token) {
        byte[] shown = sha256(token).getBytes(StandardCharsets.US_ASCII);
        Optional<Caller> found = Optional.empty();
        for (Caller caller : callers) {
            if (MessageDigest.isEqual(shown, caller.sha256().getBytes(StandardCharsets.US_ASCII))) {
                found = Optional.of(caller);
            }
        }
        return found;
    }

    private static Caller caller(Path file, String line) {
        String[] parts = line.split("\\s+");
        if (parts.length != 3 || !parts[2].matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a line of " + file
                    + " is: name, roles joined by commas, SHA-256 of the token in lower-case hexadecimal; got a line"
                    + " that begins with \"" + parts[0] + "\"");
        }
        Set<Access> roles = EnumSet.of(Access.READ);
        for (String role : parts[1].split(",")) {
            roles.add(role(file, role));
        }
        return new Caller(parts[0], roles, parts[2]);
    }

    private static Access role(Path file, String role) {
        for (Access access : Set.of(Access.READ, Access.TRAIN, Access.PROMOTE)) {
            if (access.name().toLowerCase(Locale.ROOT).equals(role)) {
                return access;
            }
        }
        throw new IllegalArgumentException("a role in " + file + " is read, train or promote, got " + role);
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
