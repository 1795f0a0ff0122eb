package io.deltaingest.kafka;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The URLs that the Kafka client may fetch tokens from. The client wants them in a system property,
 * so that settings that somebody slipped in can't name a file or server of their own; here whoever
 * gives the settings also names the brokers, and files are not allowed. Thread-safe.
 */
final class TokenEndpoints {

  private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

  private TokenEndpoints() {}

  /** Whether it is the URL of a server, and allowed from now on. */
  static synchronized boolean allow(String url) {
    if (!url.startsWith("https://") && !url.startsWith("http://")) {
      return false;
    }
    Set<String> allowed = new LinkedHashSet<>(List.of(System.getProperty(ALLOWED, "").split(",")));
    allowed.remove("");
    if (allowed.add(url)) {
      System.setProperty(ALLOWED, String.join(",", allowed));
    }
    return true;
  }
}
