package io.deltaingest.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that ingests web requests, as its users give it.
 *
 * @param launcher the start program
 */
record IngestCommandLine(Path launcher) {

  static final String APP_ID = "benchmark";

  private static final List<String> TRANSFORMS =
      List.of(
          "date: substr(meta.producer.timestamp, `0`, `10`)",
          "meta.kafka.offset: kafka.offset",
          "meta.kafka.partition: kafka.partition",
          "meta.kafka.topic: kafka.topic");

  /**
   * @throws IllegalArgumentException when there is no such program
   */
  IngestCommandLine {
    if (!Files.isExecutable(launcher)) {
      throw new IllegalArgumentException(launcher + " is no program; name it with --launcher");
    }
    launcher = launcher.toAbsolutePath();
  }

  /** From the earliest message, in a group of its own, with those options besides. */
  List<String> of(String topic, Path table, String brokers, String group, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                launcher.toString(),
                "ingest",
                topic,
                table.toString(),
                "--kafka",
                brokers,
                "--consumer_group",
                group,
                "--app_id",
                APP_ID,
                "--auto_offset_reset",
                "earliest"));
    for (String transform : TRANSFORMS) {
      command.add("--transform");
      command.add(transform);
    }
    command.addAll(List.of(options));
    return command;
  }
}
