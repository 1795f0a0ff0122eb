package io.deltaingest.kafka;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/**
 * Why a broker and this client would not have each other, in the words of who has to mend it. The
 * client's exceptions say it in those of the JDK, several causes deep.
 */
final class SecurityFailures {

  private static final Pattern EXCEPTION_NAMES =
      Pattern.compile("^(?:[\\w.$]+(?:Exception|Error): )+");

  private final ClientSettings settings;

  SecurityFailures(ClientSettings settings) {
    this.settings = settings;
  }

  /**
   * @param what the problem, which is not known better here
   */
  Problem of(String what, AuthenticationException failure) {
    if (failure instanceof SslAuthenticationException) {
      return tls(what, failure);
    }
    String cause = settings.withoutSecrets(String.valueOf(failure.getMessage()));
    if (failure instanceof UnsupportedSaslMechanismException) {
      return Problem.of(what, cause, "Set sasl.mechanism to one that the broker has enabled");
    }
    if (failure instanceof IllegalSaslStateException) {
      return Problem.of(
          what,
          "The broker's listener takes no SASL (" + cause + ")",
          "Use another port of the broker, or security.protocol="
              + (settings.securityProtocol().equals("SASL_SSL") ? "SSL" : "PLAINTEXT"));
    }
    String remedy =
        settings.mechanism().equals("OAUTHBEARER")
            ? "Check sasl.oauthbearer.* and what the broker expects of a token"
            : "Check sasl.username and sasl.password, and that the broker knows this user for"
                + " sasl.mechanism="
                + settings.mechanism();
    return Problem.of(what, cause, remedy);
  }

  /**
   * Of a login before any connection, which is how OAuth begins: by a token of its server.
   *
   * @param failure why there is none; its message may be a whole stack trace
   */
  IngestException ofTokenRequest(Throwable failure) {
    String message = settings.withoutSecrets(String.valueOf(failure.getMessage()));
    String line = message.lines().findFirst().orElse("");
    String cause = EXCEPTION_NAMES.matcher(line).replaceFirst("");
    String what = "The OAuth server does not give a token at " + settings.tokenUrl();
    if (line.contains("UnretryableException")) {
      return new ConfigurationException(
          Problem.of(
              what,
              cause,
              "Check sasl.oauthbearer.client.id, sasl.oauthbearer.client.secret and"
                  + " sasl.oauthbearer.scope"));
    }
    if (line.contains("SSLHandshakeException") || line.contains("PKIX path")) {
      return new ConfigurationException(
          Problem.of(
              what,
              cause,
              "Give the certificate of the server's authority with https.ca.location or"
                  + " https.ca.pem"));
    }
    return new TransientException(
        Problem.of(what, cause, "It is tried again; check that the server is up and reachable"));
  }

  private Problem tls(String what, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException
          || cause instanceof CertificateNotYetValidException) {
        return Problem.of(
            what,
            "The broker's certificate is out of its time (" + text(cause) + ")",
            "Renew the broker's certificate, and check the clocks");
      }
      if (cause instanceof CertPathValidatorException || text(cause).contains("PKIX path")) {
        Throwable root = root(cause);
        if (root instanceof CertificateExpiredException) {
          continue;
        }
        return Problem.of(
            what,
            "The broker's certificate is of no authority that is trusted here (" + text(root) + ")",
            "Give the certificate of the broker's authority with ssl.ca.location or ssl.ca.pem");
      }
      if (cause instanceof CertificateException && named(text(cause))) {
        return Problem.of(
            what,
            "The broker's certificate is another host's (" + text(cause) + ")",
            "Connect by a name that the certificate has, or set"
                + " ssl.endpoint.identification.algorithm=none if its authority vouches for brokers"
                + " alone");
      }
    }
    String cause = text(root(failure));
    if (cause.toLowerCase(Locale.ROOT).contains("fatal alert")) {
      return alert(what, cause);
    }
    return Problem.of(what, cause, "Check security.protocol and the ssl.* settings");
  }

  private static boolean named(String message) {
    return message.contains("No subject alternative")
        || message.contains("No name matching")
        || message.contains("doesn't match");
  }

  /** The broker ended the handshake; it does not say more than a word. */
  private Problem alert(String what, String cause) {
    String alert = cause.substring(cause.lastIndexOf(':') + 1).trim();
    if (alert.equals("protocol_version") || alert.equals("insufficient_security")) {
      return Problem.of(
          what,
          "Broker and client have no version of TLS or cipher in common (" + alert + ")",
          "Check ssl.enabled.protocols and ssl.cipher.suites");
    }
    return settings.hasClientCertificate()
        ? Problem.of(
            what,
            "The broker does not accept this client's certificate (" + alert + ")",
            "Check ssl.certificate.* and ssl.key.*: the certificate must be valid, and of an"
                + " authority that the broker trusts")
        : Problem.of(
            what,
            "The broker wants a certificate of this client (" + alert + ")",
            "Give one with ssl.certificate.location and ssl.key.location");
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private String text(Throwable failure) {
    String message = settings.withoutSecrets(String.valueOf(failure.getMessage()));
    return failure instanceof SSLException ? message.replace("(SSL)", "").trim() : message;
  }
}
