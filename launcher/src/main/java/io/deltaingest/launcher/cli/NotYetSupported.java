package io.deltaingest.launcher.cli;

import io.deltaingest.launcher.cli.GivenTexts.Given;
import io.deltaingest.launcher.config.Problems;
import java.util.Optional;
import java.util.stream.Stream;

/** Refuses by name what the reference can and this version can't: to ignore it would lose data. */
final class NotYetSupported {
  private final GivenTexts given;
  private final Problems problems;

  NotYetSupported(GivenTexts given, Problems problems) {
    this.given = given;
    this.problems = problems;
  }

  void refuse(IngestOptions options) {
    if (given.flag(options.decompressGzip, "DECOMPRESS_GZIP")) {
      String from =
          options.decompressGzip
              ? "--decompress_gzip"
              : GivenTexts.inEnvironment("DECOMPRESS_GZIP");
      refuse(Optional.of(new Given(from, "")), "Leave it out; values must be plain JSON");
    }
    formats(options);
  }

  /** An option beats a variable; of variables Avro's beats JSON's, even when it is empty. */
  private void formats(IngestOptions options) {
    if (Stream.of(options.json, options.avro, options.soeAvro).filter(o -> o != null).count() > 1) {
      problems.add("--json, --avro, --soe-avro", "give at most one of them");
    } else if (options.avro != null) {
      refuse(Optional.of(new Given("--avro", "")), "Leave it out; values must be JSON");
    } else if (options.soeAvro != null) {
      refuse(Optional.of(new Given("--soe-avro", "")), "Leave it out; values must be JSON");
    } else if (options.json == null && given.isSet("AVRO_REGISTRY")) {
      refuse(
          Optional.of(new Given(GivenTexts.inEnvironment("AVRO_REGISTRY"), "")),
          "Unset it; values must be JSON");
    } else {
      refuse(
          given
              .text("--json", options.json, "JSON_REGISTRY")
              .filter(j -> j.text().startsWith("http")),
          "Leave the schema registry out; values must be plain JSON, without a schema id");
    }
  }

  private void refuse(Optional<Given> refused, String remedy) {
    refused.ifPresent(
        option -> problems.add(option.from(), "not supported in this version. " + remedy));
  }
}
