package io.deltaingest.launcher.logging;

import ch.qos.logback.classic.Level;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Levels by logger, as {@code RUST_LOG} asks for them: a bare level, or {@code module=level}, comma
 * separated. A bare level is our own loggers' level; libraries stay one or two steps quieter, since
 * {@code debug} is asked for to see what we do, not every request of the Kafka client. Modules of
 * the reference are translated to the loggers that come nearest; others are taken as logger names.
 *
 * @param byLogger levels; the root logger is {@code ROOT}
 * @param notUnderstood a part of the text that is no such thing, if there is one
 */
public record LogLevels(Map<String, Level> byLogger, Optional<String> notUnderstood) {
  /** The environment variable. */
  public static final String VARIABLE = "RUST_LOG";

  private static final String OURS = "io.deltaingest";
  private static final String LIBRARIES = "ROOT";

  private static final Map<String, String> LOGGER_OF_MODULE =
      Map.of(
          "kafka_delta_ingest", OURS,
          "rdkafka", "org.apache.kafka",
          "librdkafka", "org.apache.kafka",
          "deltalake", "io.delta",
          "deltalake_core", "io.delta",
          "parquet", "org.apache.parquet");

  private static final Map<String, Level> LEVELS =
      Map.of(
          "off", Level.OFF,
          "error", Level.ERROR,
          "warn", Level.WARN,
          "info", Level.INFO,
          "debug", Level.DEBUG,
          "trace", Level.TRACE);

  public LogLevels {
    byLogger = Map.copyOf(byLogger);
  }

  /**
   * @param text the variable's value; blank means {@code info}
   */
  public static LogLevels parse(String text) {
    Map<String, Level> levels = new LinkedHashMap<>();
    setOverall(Level.INFO, levels);
    Optional<String> notUnderstood = Optional.empty();
    for (String written : text.split(",", -1)) {
      String directive = written.strip();
      String[] parts = directive.split("=", 2);
      Level bare = LEVELS.get(parts[0].toLowerCase(Locale.ROOT));
      Level ofModule = parts.length == 2 ? level(parts[1]) : Level.TRACE;
      if (parts.length == 1 && bare != null) {
        setOverall(bare, levels);
      } else if (ofModule != null && isModule(parts[0], parts.length == 1)) {
        levels.put(logger(parts[0]), ofModule);
      } else if (!directive.isEmpty()) {
        notUnderstood = Optional.of(directive);
      }
    }
    return new LogLevels(levels, notUnderstood);
  }

  /**
   * Whether our own loggers write at {@code debug}, and with them stack traces of expected
   * failures.
   */
  public boolean debug() {
    return Level.DEBUG.isGreaterOrEqual(byLogger.get(OURS));
  }

  /** A bare word that is no module known is more likely a level misspelt. */
  private static boolean isModule(String text, boolean bare) {
    return text.matches("[A-Za-z_][\\w.:$-]*")
        && (!bare
            || text.contains(".")
            || text.contains(":")
            || LOGGER_OF_MODULE.containsKey(text));
  }

  private static void setOverall(Level level, Map<String, Level> levels) {
    levels.put(OURS, level);
    levels.put(LIBRARIES, quieter(level));
    // Says at each start that it found no native code, which we don't want it to have.
    levels.put("org.apache.hadoop.util.NativeCodeLoader", Level.ERROR);
    // A table without a checkpoint is a young table.
    levels.put("io.delta.kernel", Level.ERROR);
    // Warns of offsets that are asked for before the partition is assigned, which is what we do.
    levels.put("org.apache.kafka.clients.consumer.internals.OffsetFetcherUtils", Level.ERROR);
  }

  private static Level quieter(Level level) {
    if (level.equals(Level.TRACE)) {
      return Level.DEBUG;
    }
    if (level.equals(Level.DEBUG)) {
      return Level.INFO;
    }
    return level.equals(Level.INFO) ? Level.WARN : level;
  }

  private static Level level(String word) {
    return LEVELS.get(word.strip().toLowerCase(Locale.ROOT));
  }

  private static String logger(String module) {
    String name = module.strip().replace("::", ".");
    int dot = name.indexOf('.');
    String first = dot < 0 ? name : name.substring(0, dot);
    // Rust modules below these have no counterpart, so the crate's logger stands for them.
    return LOGGER_OF_MODULE.getOrDefault(first, name);
  }
}
