package io.deltaingest.registry;

import io.deltaingest.domain.stream.RegistryConfig;
import io.deltaingest.domain.stream.RegistryConfig.ClientCertificate;
import io.deltaingest.domain.stream.RegistryConfig.Login;
import io.deltaingest.domain.stream.SecretText;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Configurations with one thing set, and a time-out that no healthy local server needs. */
final class Configs {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private Configs() {}

  static RegistryConfig at(URI... urls) {
    return at(TIMEOUT, urls);
  }

  static RegistryConfig at(Duration timeout, URI... urls) {
    return new RegistryConfig(
        List.of(urls),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        timeout);
  }

  static RegistryConfig withLogin(URI url, String user, String password) {
    return new RegistryConfig(
        List.of(url),
        Optional.of(new Login(user, SecretText.of(password))),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        TIMEOUT);
  }

  static RegistryConfig withToken(URI url, String token) {
    return new RegistryConfig(
        List.of(url),
        Optional.empty(),
        Optional.of(SecretText.of(token)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        TIMEOUT);
  }

  static RegistryConfig trusting(URI url, String caPem) {
    return secured(url, Optional.empty(), caPem, Optional.empty());
  }

  static RegistryConfig withCertificate(URI url, String caPem, Certificates own) {
    return secured(
        url,
        Optional.empty(),
        caPem,
        Optional.of(new ClientCertificate(own.certificatePem(), SecretText.of(own.keyPem()))));
  }

  static RegistryConfig trustingThrough(URI proxy, URI url, String caPem) {
    return secured(url, Optional.of(proxy), caPem, Optional.empty());
  }

  static RegistryConfig through(URI proxy, URI url) {
    return new RegistryConfig(
        List.of(url),
        Optional.empty(),
        Optional.empty(),
        Optional.of(proxy),
        Optional.empty(),
        Optional.empty(),
        TIMEOUT);
  }

  private static RegistryConfig secured(
      URI url, Optional<URI> proxy, String caPem, Optional<ClientCertificate> own) {
    return new RegistryConfig(
        List.of(url), Optional.empty(), Optional.empty(), proxy, Optional.of(caPem), own, TIMEOUT);
  }
}
