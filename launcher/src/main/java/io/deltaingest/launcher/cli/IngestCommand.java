package io.deltaingest.launcher.cli;

import io.deltaingest.launcher.config.IngestRun;
import io.deltaingest.launcher.config.Problems;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ingest}: one topic into one table, everything on the command line. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    customSynopsis = "kafka-delta-ingest ingest [OPTIONS] TOPIC TABLE_LOCATION",
    sortOptions = false,
    description = "Ingests one Kafka topic into one Delta table.",
    footer = {
      "",
      "An option wins over its environment variable.",
      "",
      "Example:",
      "  kafka-delta-ingest ingest web_requests ./tables/web_requests -l 60 -a web_requests \\",
      "    -t 'date: substr(meta.producer.timestamp, `0`, `10`)' \\",
      "    -t 'meta.kafka.offset: kafka.offset'"
    })
final class IngestCommand implements Callable<Integer> {
  private static final Duration LOGGED_PROGRESS = Duration.ofSeconds(10);

  @Mixin private final IngestOptions options = new IngestOptions();
  @Mixin private final LogOptions log = new LogOptions();

  private final Session session;

  IngestCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    Problems problems = new Problems();
    session.begin(log.read(problems));
    IngestArguments arguments = new IngestArguments(options, session.environment(), problems);
    IngestRun run = arguments.read();
    problems.throwIfAny();
    arguments.warnings().forEach(session::warn);
    if (options.dryRun) {
      return session.runner().design(run, session.out());
    }
    return session.runner().ingest(run, session.progress(LOGGED_PROGRESS));
  }
}
