package io.deltaingest.registry;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import java.net.URI;
import java.util.Locale;

/**
 * Where one registry is. Holds nothing secret, so it may be shown.
 *
 * @param basePath encoded, without a slash at its end; may be empty
 */
record RegistryUrl(boolean tls, String host, int port, String basePath) {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /**
   * @throws ConfigurationException for anything but {@code http(s)://host[:port][/path]}. The text
   *     is not in the message if there is a user in it, since a password would be too
   */
  static RegistryUrl of(URI uri) {
    if (uri.getRawUserInfo() != null) {
      throw refused(
          "A schema registry's URL must not hold user and password",
          "the one at host " + uri.getHost() + " does",
          "Give them as the registry's login");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean tls = scheme.equals("https");
    if (!(tls || scheme.equals("http"))
        || uri.getHost() == null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw refused(
          "\"" + uri + "\" is no URL of a schema registry",
          "it is not of the form http://HOST:PORT/PATH or https://HOST:PORT/PATH",
          "Give the URL under which the registry has /schemas and /subjects");
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return new RegistryUrl(
        tls, unbracketed(uri.getHost()), port(uri, tls), path.replaceAll("/+$", ""));
  }

  @Override
  public String toString() {
    String shownHost = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return (tls ? "https://" : "http://") + shownHost + ":" + port + basePath;
  }

  private static int port(URI uri, boolean tls) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return tls ? HTTPS_PORT : HTTP_PORT;
  }

  /** An IPv6 address as sockets take it. */
  static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static ConfigurationException refused(String what, String cause, String remedy) {
    return new ConfigurationException(Problem.of(what, cause, remedy));
  }
}
