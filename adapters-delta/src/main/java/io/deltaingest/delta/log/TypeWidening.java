package io.deltaingest.delta.log;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which types may become which: Delta protocol, "Type Widening". A type is named as in the schema.
 */
final class TypeWidening {

  private static final Map<String, List<String>> WIDER =
      Map.of(
          "byte", List.of("short", "integer", "long", "double"),
          "short", List.of("integer", "long", "double"),
          "integer", List.of("long", "double"),
          "float", List.of("double"),
          "date", List.of("timestamp_ntz"));

  /** Decimal digits that hold every value of the type. */
  private static final Map<String, Integer> DIGITS =
      Map.of("byte", 10, "short", 10, "integer", 10, "long", 20);

  private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d+),(\\d+)\\)");

  private TypeWidening() {}

  /** Whether a column of the one type may be made one of the other. */
  static boolean allows(String from, String to) {
    if (WIDER.getOrDefault(from, List.of()).contains(to)) {
      return true;
    }
    Matcher wider = DECIMAL.matcher(to);
    if (!wider.matches()) {
      return false;
    }
    int precision = Integer.parseInt(wider.group(1));
    int scale = Integer.parseInt(wider.group(2));
    Integer digits = DIGITS.get(from);
    if (digits != null) {
      return precision - scale >= digits;
    }
    Matcher narrower = DECIMAL.matcher(from);
    if (!narrower.matches()) {
      return false;
    }
    int precisionBefore = Integer.parseInt(narrower.group(1));
    int scaleBefore = Integer.parseInt(narrower.group(2));
    return scale >= scaleBefore
        && precision - scale >= precisionBefore - scaleBefore
        && precision > precisionBefore;
  }
}
