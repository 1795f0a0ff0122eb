package io.deltaingest.launcher.runtime;

import io.deltaingest.delta.DeltaTables;
import io.deltaingest.delta.DeltaTables.DeltaTable;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.stream.StreamConfig;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The tables of one worker: its own, and the one for dead letters if it has one.
 *
 * @param main closed with {@link #close}, after its sink
 * @param deadLetters likewise
 */
record OpenTables(DeltaTable main, Optional<DeltaTable> deadLetters) implements AutoCloseable {

  /**
   * Opens both, or none.
   *
   * @param columns of a main table that is to be created from its messages
   */
  static OpenTables open(DeltaTables tables, StreamConfig config, Supplier<StructType> columns) {
    DeltaTable main = tables.open(config.table(), columns);
    try {
      return new OpenTables(
          main, config.deadLetters().map(letters -> openDeadLetters(tables, letters, config)));
    } catch (RuntimeException refused) {
      main.close();
      throw refused;
    }
  }

  private static DeltaTable openDeadLetters(
      DeltaTables tables, StreamConfig.DeadLetters letters, StreamConfig config) {
    try {
      return tables.open(tableOf(letters, config));
    } catch (ConfigurationException refused) {
      throw new ConfigurationException(
          Problem.of(
              "The dead-letter table can't be used",
              refused.getMessage(),
              "A dead-letter table is not created here: make an empty one with another tool, or copy"
                  + " the one in docs/examples/dead_letters"),
          refused);
    }
  }

  /** A dead-letter table gets checkpoints when the stream's own does; it is never created. */
  private static StreamConfig.Table tableOf(StreamConfig.DeadLetters letters, StreamConfig config) {
    return new StreamConfig.Table(
        letters.location(),
        config.table().appId(),
        config.table().checkpoints(),
        Optional.empty(),
        StreamConfig.SchemaEvolution.NONE,
        StreamConfig.LogEngine.KERNEL);
  }

  @Override
  public void close() {
    main.close();
    deadLetters.ifPresent(DeltaTable::close);
  }
}
