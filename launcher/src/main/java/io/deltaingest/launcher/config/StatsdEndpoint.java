package io.deltaingest.launcher.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where statsd lines go.
 *
 * @param host name or address; resolved when it is used
 * @param port UDP
 */
public record StatsdEndpoint(String host, int port) {
  private static final Pattern HOST_PORT =
      Pattern.compile("(?<host>\\[[0-9A-Fa-f:.%]+]|[^\\s:/]+):(?<port>\\d{1,5})");

  /**
   * @param text {@code host:port}, an IPv6 address in brackets
   * @throws IllegalArgumentException with a message for the user
   */
  public static StatsdEndpoint parse(String text) {
    Matcher matcher = HOST_PORT.matcher(text.strip());
    if (matcher.matches()) {
      int port = Integer.parseInt(matcher.group("port"));
      if (port >= 1 && port <= 65535) {
        String host = matcher.group("host");
        return new StatsdEndpoint(
            host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
      }
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is no statsd endpoint; write host:port (localhost:8125)");
  }
}
