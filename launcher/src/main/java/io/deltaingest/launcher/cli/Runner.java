package io.deltaingest.launcher.cli;

import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.launcher.config.IngestRun;
import io.deltaingest.launcher.config.ServeRun;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Does what a command asks for, once the command line is understood and logging set up. Called on
 * the main thread; returns when the work has ended and everything held is committed.
 *
 * <p>Both commands are given a display: from the moment it is applied to a supplier of statuses
 * until it is closed, it shows how the streams are doing.
 */
public interface Runner {

  /**
   * Ingests one topic until its end (where told so) or until a signal to stop.
   *
   * @return the exit code
   * @throws io.deltaingest.domain.error.ConfigurationException what the user must mend (exit code
   *     2)
   * @throws io.deltaingest.domain.error.IngestException any other failure of the stream (exit code
   *     1)
   */
  int ingest(IngestRun run, Function<Supplier<List<StreamStatus>>, AutoCloseable> progress)
      throws Exception;

  /**
   * Shows the schema that {@code --create} would give the table, and writes nothing.
   *
   * @return the exit code
   * @throws io.deltaingest.domain.error.IngestException as {@link #ingest}
   */
  int design(IngestRun run, PrintStream out) throws Exception;

  /**
   * Serves the admin API and runs the streams until a signal to stop.
   *
   * @return the exit code
   * @throws io.deltaingest.domain.error.ConfigurationException what the user must mend (exit code
   *     2)
   * @throws io.deltaingest.domain.error.IngestException any other failure (exit code 1)
   */
  int serve(ServeRun run, Function<Supplier<List<StreamStatus>>, AutoCloseable> progress)
      throws Exception;
}
