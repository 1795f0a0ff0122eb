package io.deltaingest.domain.stream;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A schema registry with Confluent's REST API, and how to speak to it. Immutable; streams whose
 * configurations are equal share a client and its cache.
 *
 * @param urls in the order in which they are tried; at least one. User and password inside a URL
 *     are no part of it: they are in {@code login}
 * @param login basic authentication
 * @param bearerToken sent instead of a login
 * @param proxy an HTTP proxy that all requests go through
 * @param caPem certificates to trust instead of the JDK's, as PEM text
 * @param clientCertificate sent to a registry that asks for one
 * @param timeout of one request, connecting included
 */
public record RegistryConfig(
    List<URI> urls,
    Optional<Login> login,
    Optional<SecretText> bearerToken,
    Optional<URI> proxy,
    Optional<String> caPem,
    Optional<ClientCertificate> clientCertificate,
    Duration timeout) {

  /** What the reference waits for an answer. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  public RegistryConfig {
    urls = List.copyOf(urls);
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("a registry has at least one URL");
    }
    if (login.isPresent() && bearerToken.isPresent()) {
      throw new IllegalArgumentException("either a login or a bearer token, not both");
    }
    Objects.requireNonNull(timeout, "timeout");
  }

  /** A registry that asks for nothing. */
  public static RegistryConfig at(URI url) {
    return new RegistryConfig(
        List.of(url),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        DEFAULT_TIMEOUT);
  }

  /** Without what may be a password. */
  @Override
  public String toString() {
    return "RegistryConfig[urls=" + urls + ", timeout=" + timeout + "]";
  }

  /** User and password. */
  public record Login(String user, SecretText password) {}

  /** A certificate chain and its key, as PEM texts. */
  public record ClientCertificate(String chainPem, SecretText keyPem) {}
}
