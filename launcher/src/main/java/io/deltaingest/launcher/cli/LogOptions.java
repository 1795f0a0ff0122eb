package io.deltaingest.launcher.cli;

import io.deltaingest.launcher.config.Problems;
import io.deltaingest.launcher.logging.LogFormat;
import java.util.Locale;
import picocli.CommandLine.Option;

/** How commands log. */
final class LogOptions {
  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description = {
        "text, or json: one JSON object a line, progress included. Logs go to stderr;"
            + " RUST_LOG sets their level (default text)"
      })
  String format;

  /** The format; text, and a problem, if it is none. */
  LogFormat read(Problems problems) {
    if (format == null) {
      return LogFormat.TEXT;
    }
    return switch (format.toLowerCase(Locale.ROOT)) {
      case "text" -> LogFormat.TEXT;
      case "json" -> LogFormat.JSON;
      default -> {
        problems.add("--log-format", "\"" + format + "\" is none of text, json");
        yield LogFormat.TEXT;
      }
    };
  }
}
