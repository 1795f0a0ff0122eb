package io.deltaingest.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.stream.RegistryConfig;
import java.util.Base64;
import java.util.Optional;

/**
 * What we show to a registry, and what to say where it is not taken.
 *
 * @param authorization the header of that name (RFC 7617, RFC 6750)
 * @param shown what that is, for a person
 * @param remedy for a registry that refuses it
 * @param certificate whether a client certificate is shown too
 */
record Credentials(
    Optional<String> authorization, String shown, String remedy, boolean certificate) {

  private static final String LOGIN =
      "Set the registry's user and password (SCHEMA_REGISTRY_USERNAME, SCHEMA_REGISTRY_PASSWORD;"
          + " in a configuration registry.username, registry.password)";

  static Credentials of(RegistryConfig config) {
    boolean certificate = config.clientCertificate().isPresent();
    if (config.login().isPresent()) {
      RegistryConfig.Login login = config.login().get();
      return new Credentials(
          Optional.of(basic(login.user(), login.password().value())),
          "the login",
          LOGIN + " to those of a user that may read schemas",
          certificate);
    }
    if (config.bearerToken().isPresent()) {
      return new Credentials(
          Optional.of("Bearer " + config.bearerToken().get().value()),
          "the bearer token",
          "Set the registry's token to one that may read schemas",
          certificate);
    }
    return new Credentials(
        Optional.empty(), "a request without a login", LOGIN + ", or its token", certificate);
  }

  Problem refused(RegistryUrl url, String statusLine) {
    return Problem.of(
        "The schema registry " + url + " refuses access",
        "it answered " + statusLine + " to " + shown,
        remedy);
  }

  /** For a TLS alert that is about our certificate, or the want of one. */
  Problem refusedCertificate(RegistryUrl url, String alert) {
    return Problem.of(
        "The schema registry " + url + " refuses the connection",
        (certificate ? "it does not take the client certificate" : "it wants a client certificate")
            + " (TLS alert "
            + alert
            + ")",
        "Set the registry's client certificate and key"
            + (certificate ? " to ones that it trusts" : ""));
  }

  Problem refusedByProxy(RegistryUrl url) {
    return Problem.of(
        "The proxy on the way to the schema registry " + url + " refuses access",
        "it answered 407 Proxy Authentication Required",
        "Set user and password in the proxy's URL (SCHEMA_REGISTRY_PROXY)");
  }

  @Override
  public String toString() {
    return shown;
  }

  private static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }
}
