package io.deltaingest.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Keys and certificates as OpenSSL 3.0 wrote them, for tests alone: one RSA key, one EC key, each
 * in several forms; the password is {@link #PASSWORD}.
 */
final class PemFiles {

  static final String PASSWORD = "hunter22";

  private PemFiles() {}

  static String read(String name) {
    try (InputStream in = PemFiles.class.getResourceAsStream("pem/" + name + ".pem")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
