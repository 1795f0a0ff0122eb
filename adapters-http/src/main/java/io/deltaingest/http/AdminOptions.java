package io.deltaingest.http;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an admin server may be told.
 *
 * @param token what a caller must show as {@code Authorization: Bearer …}; empty: nobody is asked.
 *     Health is open either way
 * @param scrape the text of {@code /metrics} in the Prometheus format; called on a worker thread;
 *     empty: there is no such path
 * @param patience how long a request waits for a pause, stop or the like to take effect before it
 *     is answered with 202
 */
public record AdminOptions(
    Optional<String> token, Optional<Supplier<String>> scrape, Duration patience) {

  /** No token, no metrics, 30 s. */
  public static final AdminOptions DEFAULT =
      new AdminOptions(Optional.empty(), Optional.empty(), Duration.ofSeconds(30));

  public AdminOptions {
    if (token.isPresent() && token.get().isBlank()) {
      throw new IllegalArgumentException("The token is empty");
    }
  }

  /** The same with a token. */
  public AdminOptions withToken(String secret) {
    return new AdminOptions(Optional.of(secret), scrape, patience);
  }

  /** The same with metrics. */
  public AdminOptions withScrape(Supplier<String> text) {
    return new AdminOptions(token, Optional.of(text), patience);
  }

  /** The same with another patience. */
  public AdminOptions withPatience(Duration duration) {
    return new AdminOptions(token, scrape, duration);
  }

  @Override
  public String toString() {
    return "AdminOptions[token="
        + (token.isPresent() ? "set" : "none")
        + ", scrape="
        + scrape.isPresent()
        + ", patience="
        + patience
        + "]";
  }
}
