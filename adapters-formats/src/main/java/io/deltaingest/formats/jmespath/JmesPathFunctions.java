package io.deltaingest.formats.jmespath;

import java.util.ArrayList;
import java.util.List;

/** The names of all functions that an expression may call. */
public final class JmesPathFunctions {

  private static final List<String> BUILT_IN =
      List.of(
          "abs",
          "avg",
          "ceil",
          "contains",
          "ends_with",
          "floor",
          "join",
          "keys",
          "length",
          "map",
          "max",
          "max_by",
          "merge",
          "min",
          "min_by",
          "not_null",
          "reverse",
          "sort",
          "sort_by",
          "starts_with",
          "sum",
          "to_array",
          "to_number",
          "to_string",
          "type",
          "values");

  private JmesPathFunctions() {}

  public static List<String> names() {
    List<String> names = new ArrayList<>(BUILT_IN);
    names.add(SubstrFunction.NAME);
    for (EpochConversion conversion : EpochConversion.values()) {
      names.add(conversion.functionName());
    }
    return names;
  }
}
