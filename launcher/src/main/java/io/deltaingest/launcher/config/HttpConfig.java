package io.deltaingest.launcher.config;

import io.deltaingest.domain.stream.SecretText;
import java.util.Optional;

/**
 * Where the admin API listens, and whom it answers.
 *
 * @param host name or address; resolved when the server starts
 * @param port 0: any free one
 * @param token what callers must show; empty: nobody is asked
 */
public record HttpConfig(String host, int port, Optional<SecretText> token) {
  static final String DEFAULT_HOST = "127.0.0.1";
  static final int DEFAULT_PORT = 8080;
}
