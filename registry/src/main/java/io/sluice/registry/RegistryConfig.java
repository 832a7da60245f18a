package io.sluice.registry;

import java.util.List;
import java.util.Optional;

/**
 * Where the registry lives and how it is served. Section {@code registry}.
 *
 * @param database {@code jdbc:postgresql://…}; without it, SQLite in the registry's directory
 * @param artifacts {@code s3://BUCKET/PREFIX?endpoint=URL&region=NAME}; without it, files in the registry's directory
 * @param host the address to listen on; loopback unless told otherwise
 * @param port 0 takes a free one
 * @param tokens a file of tokens and their roles; without one anybody who reaches the address may do everything, so an
 *     address other than loopback needs it
 * @param tlsKeystore a PKCS#12 file with key and certificate; without one the server speaks plain HTTP
 * @param tlsPassword of the key store
 * @param largestArtifactMib what one uploaded file may have
 * @param largestRequestKib what the body of any other call may have
 * @param webhooks addresses that hear of every move of an alias
 * @param webhookSecret signs what they hear
 * @param trackingServer an MLflow server that runs are logged to; empty logs them to this registry
 */
public record RegistryConfig(
        Optional<String> database,
        Optional<String> artifacts,
        String host,
        int port,
        Optional<String> tokens,
        Optional<String> tlsKeystore,
        Optional<String> tlsPassword,
        int largestArtifactMib,
        int largestRequestKib,
        List<String> webhooks,
        Optional<String> webhookSecret,
        Optional<String> trackingServer) {
    public static final RegistryConfig DEFAULTS = new RegistryConfig(
            Optional.empty(),
            Optional.empty(),
            "127.0.0.1",
            5000,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            4096,
            4096,
            List.of(),
            Optional.empty(),
            Optional.empty());

    public RegistryConfig {
        webhooks = List.copyOf(webhooks);
        require(
                database.filter(url -> !url.startsWith("jdbc:postgresql:")).isEmpty(),
                "registry.database",
                "must begin with jdbc:postgresql:",
                database.map(url -> url.replaceAll("\\?.*", "")).orElse(""));
        require(
                artifacts.filter(url -> !url.startsWith("s3://")).isEmpty(),
                "registry.artifacts",
                "must begin with s3://",
                artifacts.orElse(""));
        require(
                webhooks.stream().allMatch(url -> url.matches("https?://.+")),
                "registry.webhooks",
                "must be addresses that begin with http:// or https://",
                webhooks);
        require(
                webhooks.isEmpty()
                        || webhookSecret.filter(secret -> secret.length() >= 16).isPresent(),
                "registry.webhook-secret",
                "must have at least 16 characters where there are registry.webhooks",
                webhookSecret.map(secret -> secret.length() + " characters").orElse("nothing"));
        require(
                trackingServer.filter(url -> !url.matches("https?://.+[^/]")).isEmpty(),
                "registry.tracking-server",
                "must begin with http:// or https:// and not end with a slash",
                trackingServer.orElse(""));
        require(!host.isBlank(), "registry.host", "must name an address", host);
        require(port >= 0 && port <= 65_535, "registry.port", "must be from 0 to 65535", port);
        require(largestArtifactMib >= 1, "registry.largest-artifact-mib", "must be at least 1", largestArtifactMib);
        require(largestRequestKib >= 64, "registry.largest-request-kib", "must be at least 64", largestRequestKib);
        require(
                tokens.isPresent() || isLoopback(host),
                "registry.tokens",
                "must name a file of tokens where registry.host is not a loopback address",
                host);
        require(
                tlsKeystore.isPresent() == tlsPassword.isPresent(),
                "registry.tls-password",
                "must be set exactly where registry.tls-keystore is",
                tlsKeystore.orElse("nothing"));
    }

    /** The same at another address. */
    public RegistryConfig on(String otherHost, int otherPort) {
        return new RegistryConfig(
                database,
                artifacts,
                otherHost,
                otherPort,
                tokens,
                tlsKeystore,
                tlsPassword,
                largestArtifactMib,
                largestRequestKib,
                webhooks,
                webhookSecret,
                trackingServer);
    }

    /** Whether only this machine can reach an address. */
    public static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals("::1")
                || host.equals("[::1]")
                || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    private static void require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(key + " " + rule + ", got " + value);
        }
    }
}
