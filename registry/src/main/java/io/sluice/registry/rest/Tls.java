package io.sluice.registry.rest;

import io.javalin.config.JettyConfig;
import io.sluice.registry.RegistryConfig;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Lets Jetty speak HTTPS, TLS 1.2 and 1.3, with the key of a PKCS#12 file. */
final class Tls {
    private Tls() {}

    static void addTo(JettyConfig jetty, RegistryConfig config) {
        jetty.addConnector((server, http) -> {
            SslContextFactory.Server tls = new SslContextFactory.Server();
            tls.setKeyStorePath(config.tlsKeystore().orElseThrow());
            tls.setKeyStoreType("PKCS12");
            tls.setKeyStorePassword(config.tlsPassword().orElseThrow());
            tls.setIncludeProtocols("TLSv1.2", "TLSv1.3");
            HttpConfiguration secure = new HttpConfiguration(http);
            // Clients on a private network often name an address that the certificate does not.
            secure.addCustomizer(new SecureRequestCustomizer(false));
            ServerConnector connector = new ServerConnector(
                    server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(secure));
            connector.setHost(config.host());
            connector.setPort(config.port());
            return connector;
        });
    }
}
