package io.deltaingest.launcher.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A share of the heap as people write it: {@code 512MiB}, or {@code 40%}. */
public final class MemoryText {
  /** What is accepted, for messages. */
  static final String FORMS = "a size (512MiB), or a percentage of the heap (40%)";

  /** Less than this holds no row batch; whoever writes it forgot the unit. */
  private static final long LEAST = 1 << 20;

  private static final Pattern PERCENTAGE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*%");

  private MemoryText() {}

  /**
   * Bytes.
   *
   * @param heapBytes what the heap can become
   * @throws IllegalArgumentException with a message for the user when it is neither size nor
   *     percentage, next to nothing, or more than the heap
   */
  static long parse(String text, long heapBytes) {
    Matcher percentage = PERCENTAGE.matcher(text.strip());
    long bytes = percentage.matches() ? share(percentage.group(1), heapBytes) : size(text);
    if (bytes > heapBytes) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is more than the heap, of which "
              + megabytes(heapBytes)
              + " can be used; give less, or a larger heap with KDI_HEAP (bin/kafka-delta-ingest)");
    }
    if (bytes < LEAST) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is less than 1MiB, of a heap of "
              + megabytes(heapBytes)
              + "; write "
              + FORMS);
    }
    return bytes;
  }

  /** Bytes of this process's heap. As {@link #parse(String, long)}. */
  public static long parse(String text) {
    return parse(text, Runtime.getRuntime().maxMemory());
  }

  private static long share(String percent, long heapBytes) {
    return new BigDecimal(percent)
        .multiply(BigDecimal.valueOf(heapBytes))
        .divide(BigDecimal.valueOf(100), RoundingMode.DOWN)
        .longValue();
  }

  private static long size(String text) {
    try {
      return SizeText.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + "; or a percentage of the heap (40%)", e);
    }
  }

  private static String megabytes(long bytes) {
    return (bytes >> 20) + "MiB";
  }
}
