package io.deltaingest.registry;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.registry.Reply.Refusal;
import io.deltaingest.registry.Reply.Silence;
import io.vertx.core.http.HttpClosedException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Judges a request that got no response. What the certificates are about is a refusal: it stays
 * until somebody changes something. Everything else may pass by itself.
 */
final class ConnectionFailures {

  private static final Pattern ALERT = Pattern.compile("fatal alert: (\\w+)");

  /** Alerts by which a server says that it minds our certificate (RFC 8446, section 6.2). */
  private static final Set<String> ABOUT_OUR_CERTIFICATE =
      Set.of(
          "bad_certificate",
          "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "certificate_required",
          "unknown_ca",
          "access_denied");

  private static final String TRUST =
      "Set the registry's CA certificates to those that sign for it, or have its certificate"
          + " replaced";

  private final RegistryUrl url;
  private final Credentials credentials;
  private final String way;
  private final Duration timeout;

  /**
   * @param way how the URL is reached, appended to what went wrong; may be empty
   * @param timeout that requests have
   */
  ConnectionFailures(RegistryUrl url, Credentials credentials, String way, Duration timeout) {
    this.url = url;
    this.credentials = credentials;
    this.way = way;
    this.timeout = timeout;
  }

  /**
   * Whether a request may simply be sent again: the connection, which may have been an idle one
   * that the other side gave up, broke under it; or another request has just had all connections
   * replaced. To read is idempotent (RFC 9110, section 9.2.2).
   */
  static boolean isBrokenConnection(Throwable failure) {
    return failure instanceof HttpClosedException
        || failure instanceof IllegalStateException // of a web client that was closed
        || (failure instanceof SocketException && !(failure instanceof ConnectException));
  }

  Reply judge(Throwable failure) {
    Problem general = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Problem problem = refusal(cause);
      if (problem != null) {
        return new Refusal(problem);
      }
      // What lies deeper may say it better.
      if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
        general = mistrusted("its certificate is refused: " + message(cause));
      }
    }
    return general == null ? Silence.of(url + " " + happened(failure) + way) : new Refusal(general);
  }

  private Problem refusal(Throwable cause) {
    if (cause instanceof CertificateExpiredException) {
      return mistrusted("its certificate has expired");
    }
    if (cause instanceof CertificateNotYetValidException) {
      return mistrusted("its certificate is not valid yet");
    }
    if (isAboutTheName(cause)) {
      return Problem.of(
          "The schema registry " + url + " is not trusted",
          "its certificate is for another host name",
          "Use the host name that the certificate is for, or have it replaced");
    }
    if (cause instanceof CertPathBuilderException) {
      return mistrusted("its certificate is not signed by anyone that is trusted");
    }
    if (cause instanceof SSLException && cause.getMessage() != null) {
      Matcher alert = ALERT.matcher(cause.getMessage());
      if (alert.find() && ABOUT_OUR_CERTIFICATE.contains(alert.group(1))) {
        return credentials.refusedCertificate(url, alert.group(1));
      }
    }
    String message = cause.getMessage();
    if (message != null && message.contains("407 Proxy")) {
      return credentials.refusedByProxy(url);
    }
    return null;
  }

  /** The JDK's check of host names has no exception of its own. */
  private static boolean isAboutTheName(Throwable cause) {
    String message = cause.getMessage();
    return cause instanceof CertificateException
        && message != null
        && (message.startsWith("No subject alternative") || message.startsWith("No name matching"));
  }

  private Problem mistrusted(String cause) {
    return Problem.of("The schema registry " + url + " is not trusted", cause, TRUST);
  }

  private String happened(Throwable failure) {
    if (failure instanceof TimeoutException) {
      return "gave no complete answer within " + timeout.toMillis() + " ms";
    }
    if (failure instanceof BoundedBody.TooLarge) {
      return "sent an answer of " + failure.getMessage();
    }
    if (failure instanceof ConnectException) {
      return "can't be connected to (" + message(failure) + ")";
    }
    if (failure instanceof UnknownHostException) {
      return "has a host name that can't be resolved";
    }
    if (isBrokenConnection(failure)) {
      return "closed the connection before its answer was complete";
    }
    return "can't be asked (" + message(failure) + ")";
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
