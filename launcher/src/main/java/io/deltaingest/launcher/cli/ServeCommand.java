package io.deltaingest.launcher.cli;

import io.deltaingest.domain.stream.ConfigProblem;
import io.deltaingest.domain.stream.InvalidConfigException;
import io.deltaingest.launcher.config.DurationText;
import io.deltaingest.launcher.config.Problems;
import io.deltaingest.launcher.config.ServeConfig;
import io.deltaingest.launcher.config.ServeConfigReader;
import io.deltaingest.launcher.config.ServeRun;
import io.deltaingest.launcher.config.UnreadableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve}: many streams from a configuration file, and the admin API. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    customSynopsis = "kafka-delta-ingest serve [OPTIONS] --config FILE",
    sortOptions = false,
    description = "Runs the streams of a configuration file and serves the admin API.",
    footer = {
      "",
      "In any string of the file, $${env:NAME} and $${file:PATH} stand for an environment variable",
      "and for what a file holds. Relative paths are relative to the working directory."
    })
final class ServeCommand implements Callable<Integer> {
  private static final Duration LOGGED_PROGRESS = Duration.ofMinutes(1);

  @Option(
      names = {"--config", "-conf"},
      paramLabel = "FILE",
      required = true,
      description = "Configuration file, JSON")
  private String config;

  @Option(
      names = "--shutdown_timeout",
      paramLabel = "SECONDS",
      description = "How long the last commits may take after SIGTERM or Ctrl-C (default 25)")
  private String shutdownTimeout;

  @Mixin private final LogOptions log = new LogOptions();

  private final Session session;

  ServeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    Problems problems = new Problems();
    session.begin(log.read(problems));
    Duration timeout = IngestArguments.SHUTDOWN_TIMEOUT;
    try {
      timeout = shutdownTimeout == null ? timeout : DurationText.parse(shutdownTimeout);
    } catch (IllegalArgumentException e) {
      problems.add("--shutdown_timeout", e.getMessage());
    }
    ServeConfig read = read(problems);
    problems.throwIfAny();
    return session
        .runner()
        .serve(new ServeRun(read, timeout), session.loggedProgress(LOGGED_PROGRESS));
  }

  private ServeConfig read(Problems problems) {
    try {
      return new ServeConfigReader(session.environment()).read(Files.readString(Path.of(config)));
    } catch (IOException | InvalidPathException e) {
      problems.add("--config", UnreadableFile.describe(config, e));
    } catch (InvalidConfigException e) {
      for (ConfigProblem problem : e.problems()) {
        problems.add(config, problem.toString());
      }
    }
    return null;
  }
}
