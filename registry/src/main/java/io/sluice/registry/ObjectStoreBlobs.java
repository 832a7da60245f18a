package io.sluice.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Blobs as objects of an S3-compatible store, named by {@code s3://BUCKET/PREFIX?endpoint=URL&region=NAME}. Credentials
 * come from where the AWS SDK looks for them: environment, profile, instance. Bytes pass through a local file, so that
 * an object is written with a known checksum, and read bytes are verified before anybody sees them.
 */
final class ObjectStoreBlobs implements Blobs {
    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private final Path spool;

    private ObjectStoreBlobs(S3Client client, String bucket, String prefix, Path spool) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
        this.spool = spool;
    }

    /** @throws IllegalArgumentException if the address is not of that form */
    static ObjectStoreBlobs open(String address, Path root) {
        URI uri = URI.create(address);
        if (!"s3".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "registry.artifacts is s3://BUCKET/PREFIX?endpoint=URL&region=NAME, got " + address);
        }
        Map<String, String> query = query(uri);
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                // Stores that only resemble Amazon's do not know its newest checksums; we bring our own.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .region(Region.of(query.getOrDefault("region", "us-east-1")));
        if (query.containsKey("endpoint")) {
            builder.endpointOverride(URI.create(query.get("endpoint"))).forcePathStyle(true);
        }
        String path = uri.getPath().replaceAll("^/+|/+$", "");
        Path spool = root.resolve("spool");
        try {
            DurableFiles.REAL.createDirectories(spool);
        } catch (IOException e) {
            throw new RegistryFailure("cannot create " + spool, e);
        }
        return new ObjectStoreBlobs(builder.build(), uri.getHost(), path.isEmpty() ? "" : path + "/", spool);
    }

    @Override
    public StoredFile store(InputStream in, long mostBytes) {
        Path local = spool.resolve(UUID.randomUUID().toString());
        try {
            StoredFile stored = DurableFiles.REAL.write(in, local, mostBytes);
            client.putObject(request -> request.bucket(bucket).key(key(stored.sha256())), RequestBody.fromFile(local));
            return stored;
        } catch (SdkException | IOException e) {
            throw new RegistryFailure("cannot store a file in s3://" + bucket + "/" + prefix, e);
        } finally {
            DurableFiles.REAL.deleteIfExists(local);
        }
    }

    @Override
    public InputStream open(StoredFile file) {
        Path local = spool.resolve(UUID.randomUUID().toString());
        try (InputStream in = client.getObject(request -> request.bucket(bucket).key(key(file.sha256())))) {
            Files.copy(in, local);
            try (InputStream copied = Files.newInputStream(local)) {
                Blobs.verify(file, DurableFiles.measure(copied));
            }
            return new Spooled(local);
        } catch (SdkException | IOException e) {
            DurableFiles.REAL.deleteIfExists(local);
            throw new RegistryFailure("cannot read blob " + file.sha256() + " of s3://" + bucket + "/" + prefix, e);
        } catch (CorruptArtifact e) {
            DurableFiles.REAL.deleteIfExists(local);
            throw e;
        }
    }

    @Override
    public boolean contains(StoredFile file) {
        try {
            client.headObject(request -> request.bucket(bucket).key(key(file.sha256())));
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return false;
            }
            throw unreachable(e);
        } catch (SdkException e) {
            throw unreachable(e);
        }
    }

    @Override
    public Map<String, Instant> all() {
        Map<String, Instant> all = new TreeMap<>();
        try {
            client.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                    .contents()
                    .forEach(object -> {
                        String name = object.key().substring(object.key().lastIndexOf('/') + 1);
                        if (name.matches("[0-9a-f]{64}")) {
                            all.put(name, object.lastModified());
                        }
                    });
        } catch (SdkException e) {
            throw unreachable(e);
        }
        return all;
    }

    @Override
    public void delete(String sha256) {
        try {
            client.deleteObject(request -> request.bucket(bucket).key(key(sha256)));
        } catch (SdkException e) {
            throw unreachable(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    /** A local copy that is gone when it was read. */
    private static final class Spooled extends FilterInputStream {
        private final Path file;

        private Spooled(Path file) throws IOException {
            super(Files.newInputStream(file));
            this.file = file;
        }

        @Override
        public void close() throws IOException {
            super.close();
            Files.deleteIfExists(file);
        }
    }

    private RegistryFailure unreachable(SdkException e) {
        return new RegistryFailure("the object store s3://" + bucket + "/" + prefix + " failed", e);
    }

    private String key(String sha256) {
        return prefix + sha256.substring(0, 2) + "/" + sha256;
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new TreeMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&")) {
                String[] parts = pair.split("=", 2);
                query.put(parts[0], URLDecoder.decode(parts.length == 2 ? parts[1] : "", StandardCharsets.UTF_8));
            }
        }
        return query;
    }
}
