package io.deltaingest.launcher.config;

import io.deltaingest.domain.stream.ConfigProblem;
import io.deltaingest.launcher.config.JsonValue.JsonNumber;
import io.deltaingest.launcher.config.JsonValue.JsonObject;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Seek offsets as people write them, {@code {"0": 123}}: by partition, the last offset that counts
 * as written already.
 */
public final class SeekOffsets {
  /** Before the first message of a partition. */
  private static final long BEGINNING = -1;

  private static final Pattern PARTITION = Pattern.compile("0|[1-9]\\d{0,9}");

  private SeekOffsets() {}

  /** Reads the text of an option or a variable; what is wrong is reported as of {@code from}. */
  public static Map<Integer, Long> parse(String from, String json, Problems problems) {
    Problems found = new Problems();
    JsonObject written = JsonDocument.parse(json, found);
    Map<Integer, Long> offsets = new LinkedHashMap<>();
    if (found.any()) {
      for (ConfigProblem problem : found.all()) {
        problems.add(from, problem + "; write {\"PARTITION\": OFFSET, …}, as in {\"0\":123}");
      }
      return offsets;
    }
    written
        .members()
        .forEach(
            (key, value) -> {
              OptionalInt partition = partition(key);
              OptionalLong offset =
                  value instanceof JsonNumber number
                      ? offset(number.value())
                      : OptionalLong.empty();
              if (partition.isEmpty()) {
                problems.add(from, noPartition(key));
              } else if (offset.isEmpty()) {
                problems.add(from, "partition " + key + ": " + noOffset(JsonDocument.write(value)));
              } else {
                offsets.put(partition.getAsInt(), offset.getAsLong());
              }
            });
    return offsets;
  }

  /** The number of the partition; empty when it is none. */
  static OptionalInt partition(String key) {
    if (PARTITION.matcher(key).matches()) {
      long number = Long.parseLong(key);
      if (number <= Integer.MAX_VALUE) {
        return OptionalInt.of((int) number);
      }
    }
    return OptionalInt.empty();
  }

  /** The offset, whole and not below -1; empty when it is none. */
  static OptionalLong offset(BigDecimal number) {
    try {
      long offset = number.longValueExact();
      // Reading goes on at the next one, so there must be a next one.
      return offset >= BEGINNING && offset < Long.MAX_VALUE
          ? OptionalLong.of(offset)
          : OptionalLong.empty();
    } catch (ArithmeticException fractionOrTooLarge) {
      return OptionalLong.empty();
    }
  }

  static String noPartition(String key) {
    return "\"" + key + "\" is no partition; partitions are numbered 0, 1, 2, …";
  }

  static String noOffset(String written) {
    return written
        + " is no offset; write the last one that counts as written, or "
        + BEGINNING
        + " to begin at 0";
  }
}
