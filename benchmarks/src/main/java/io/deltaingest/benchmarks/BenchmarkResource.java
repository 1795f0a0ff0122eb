package io.deltaingest.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Files that are beside this class. */
final class BenchmarkResource {

  private BenchmarkResource() {}

  static String text(String name) {
    try (InputStream in = BenchmarkResource.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
