package io.deltaingest.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.stream.RegistryConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;

/** Makes the connections to a registry as its configuration says. */
final class Connections {

  /** Shorter than what servers and balancers usually allow, so that few idle ones break. */
  private static final int KEEP_ALIVE_SECONDS = 10;

  private static final int PROXY_PORT = 80;
  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

  private final Vertx vertx;
  private final WebClientOptions options;
  private final String way;

  /**
   * @throws ConfigurationException for a time-out, certificates, keys and proxies that can't be
   *     used; the text of certificates and keys is not in the message
   */
  Connections(Vertx vertx, RegistryConfig config) {
    refuseTimeout(config.timeout());
    this.vertx = vertx;
    this.options =
        new WebClientOptions()
            .setUserAgent("kafka-delta-ingest")
            .setFollowRedirects(false)
            .setVerifyHost(true)
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setConnectTimeout(Math.toIntExact(config.timeout().toMillis()));
    config.caPem().ifPresent(pem -> options.setTrustOptions(trust(pem)));
    config.clientCertificate().ifPresent(own -> options.setKeyCertOptions(key(own)));
    config.proxy().ifPresent(proxy -> options.setProxyOptions(proxy(proxy, config.timeout())));
    this.way =
        config.proxy().isEmpty()
            ? ""
            : " (through the proxy "
                + options.getProxyOptions().getHost()
                + ":"
                + options.getProxyOptions().getPort()
                + ")";
  }

  /** A pool of connections, to be closed by the caller. */
  WebClient open() {
    return WebClient.create(vertx, new WebClientOptions(options));
  }

  /** What to append to the account of a failure: the proxy, if there is one. */
  String way() {
    return way;
  }

  private static void refuseTimeout(Duration timeout) {
    if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new ConfigurationException(
          Problem.of(
              "The schema registry's timeout can't be used",
              "it is not between a millisecond and an hour",
              "Set it to what an answer may take; 30 s is usual"));
    }
  }

  private TrustOptions trust(String pem) {
    PemTrustOptions trust = new PemTrustOptions().addCertValue(Buffer.buffer(pem));
    try {
      trust.getTrustManagerFactory(vertx);
    } catch (Exception unreadable) {
      throw new ConfigurationException(
          Problem.of(
              "The schema registry's CA certificates can't be read",
              "the text holds no certificates in PEM form",
              "Give a text of one or more blocks that begin with -----BEGIN CERTIFICATE-----"));
    }
    return trust;
  }

  private KeyCertOptions key(RegistryConfig.ClientCertificate own) {
    PemKeyCertOptions key =
        new PemKeyCertOptions()
            .addCertValue(Buffer.buffer(own.chainPem()))
            .addKeyValue(Buffer.buffer(own.keyPem().value()));
    try {
      key.getKeyManagerFactory(vertx);
    } catch (Exception unreadable) {
      throw new ConfigurationException(
          Problem.of(
              "The schema registry's client certificate can't be read",
              "certificate chain or key are not in PEM form, or the key is encrypted",
              "Give the chain as -----BEGIN CERTIFICATE----- blocks and the key as an unencrypted"
                  + " -----BEGIN PRIVATE KEY----- block"));
    }
    return key;
  }

  private static ProxyOptions proxy(URI uri, Duration timeout) {
    if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
      throw new ConfigurationException(
          Problem.of(
              "The schema registry's proxy can't be used",
              "its URL is not of the form http://HOST:PORT",
              "Give the URL of an HTTP proxy (SCHEMA_REGISTRY_PROXY); registries with https are"
                  + " reached through it by CONNECT"));
    }
    ProxyOptions proxy =
        new ProxyOptions()
            .setType(ProxyType.HTTP)
            .setHost(RegistryUrl.unbracketed(uri.getHost()))
            .setPort(uri.getPort() < 0 ? PROXY_PORT : uri.getPort())
            .setConnectTimeout(timeout);
    if (uri.getRawUserInfo() != null) {
      String[] login = uri.getRawUserInfo().split(":", 2);
      proxy.setUsername(decoded(login[0])).setPassword(login.length < 2 ? "" : decoded(login[1]));
    }
    return proxy;
  }

  /** Percent-encoding only; a plus sign in a URL's user is a plus sign (RFC 3986). */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }
}
