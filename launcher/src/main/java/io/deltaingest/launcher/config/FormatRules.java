package io.deltaingest.launcher.config;

import io.deltaingest.domain.stream.MessageFormat;
import java.util.ArrayList;
import java.util.List;

/** What goes with which format, for the command line and the configuration alike. */
public final class FormatRules {

  private FormatRules() {}

  /** A key of {@code format} and what is wrong with it. */
  public record FormatProblem(String key, String message) {}

  /** What contradicts the type, or is missing for it. */
  public static List<FormatProblem> problems(
      MessageFormat.Type type, boolean hasSchema, boolean hasMessage, boolean validated) {
    List<FormatProblem> problems = new ArrayList<>();
    boolean takesSchema =
        type == MessageFormat.Type.AVRO
            || type == MessageFormat.Type.SOE_AVRO
            || type == MessageFormat.Type.PROTOBUF;
    if (hasSchema && !takesSchema) {
      problems.add(new FormatProblem("schema", "is of use with avro, soe-avro and protobuf only"));
    }
    if (!hasSchema && type == MessageFormat.Type.SOE_AVRO) {
      problems.add(
          new FormatProblem("schema", "required: an Avro schema, or a folder that holds some"));
    }
    if (!hasSchema && type == MessageFormat.Type.PROTOBUF) {
      problems.add(
          new FormatProblem(
              "schema",
              "required: a descriptor set, which protoc makes with --include_imports and"
                  + " --descriptor_set_out"));
    }
    if (hasMessage && type != MessageFormat.Type.PROTOBUF) {
      problems.add(
          new FormatProblem(
              "message",
              "is of use with protobuf only; with a registry each message says its type"));
    }
    if (validated && type != MessageFormat.Type.JSON_REGISTRY) {
      problems.add(new FormatProblem("validate", "is of use with json-registry only"));
    }
    return problems;
  }
}
