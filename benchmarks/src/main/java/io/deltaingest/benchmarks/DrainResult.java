package io.deltaingest.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@link PlainDrain} printed.
 *
 * @param bytes of the values
 * @param seconds of the loop alone, without the start of the JVM
 */
record DrainResult(long messages, long bytes, double seconds) {

  static DrainResult of(Path output) throws IOException {
    for (String line : Files.readAllLines(output, StandardCharsets.UTF_8)) {
      if (line.startsWith(PlainDrain.DRAINED)) {
        String[] numbers = line.substring(PlainDrain.DRAINED.length()).split(" ");
        return new DrainResult(
            Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Double.parseDouble(numbers[2]));
      }
    }
    throw new IllegalStateException("The plain consumer printed no result in " + output);
  }
}
