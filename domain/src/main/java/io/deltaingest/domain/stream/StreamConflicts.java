package io.deltaingest.domain.stream;

import io.deltaingest.domain.stream.StreamConfig.DeadLetters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a stream must not share with itself or with another stream of the process. Locations of
 * tables are compared by where they lead, which takes a look at the file system.
 */
public final class StreamConflicts {
  private static final String DEAD_LETTERS = "deadLetters.location";

  private StreamConflicts() {}

  /** Why {@code config} can't run at all; empty when it can. */
  public static List<ConfigProblem> within(StreamConfig config) {
    String table = config.table().location();
    return deadLettersAt(config, table)
        ? List.of(
            new ConfigProblem(
                DEAD_LETTERS,
                "\""
                    + deadLetters(config)
                    + "\" is the stream's own table; give dead letters a table of their own"))
        : List.of();
  }

  /** Why {@code config} can't run beside {@code other}; empty when it can. */
  public static List<ConfigProblem> between(StreamConfig config, StreamConfig other) {
    List<ConfigProblem> problems = new ArrayList<>();
    if (config.source().group().equals(other.source().group())
        && config.source().topic().equals(other.source().topic())
        && sameBrokers(config, other)) {
      problems.add(
          new ConfigProblem(
              "source.group",
              both(config, other)
                  + " would share the messages of topic \""
                  + config.source().topic()
                  + "\" out between them as consumer group \""
                  + config.source().group()
                  + "\", and neither table would get them all; give each stream its own group"));
    }
    if (config.table().appId().equals(other.table().appId())
        && TableLocation.same(config.table().location(), other.table().location())) {
      problems.add(
          new ConfigProblem(
              "table.appId",
              both(config, other)
                  + " would keep their offsets in table \""
                  + config.table().location()
                  + "\" under the same app id \""
                  + config.table().appId()
                  + "\"; give each stream its own app id"));
    }
    if (deadLettersAt(config, other.table().location())) {
      problems.add(
          new ConfigProblem(
              DEAD_LETTERS,
              "\""
                  + deadLetters(config)
                  + "\" is the table of stream \""
                  + other.name()
                  + "\"; give the dead letters of \""
                  + config.name()
                  + "\" a table of their own"));
    }
    if (deadLettersAt(other, config.table().location())) {
      problems.add(
          new ConfigProblem(
              "table.location",
              "\""
                  + config.table().location()
                  + "\" is where stream \""
                  + other.name()
                  + "\" puts its dead letters; give stream \""
                  + config.name()
                  + "\" another table"));
    }
    return problems;
  }

  private static boolean deadLettersAt(StreamConfig config, String location) {
    return TableLocation.same(deadLetters(config), location);
  }

  /** Empty where the stream has no dead-letter table. */
  private static String deadLetters(StreamConfig config) {
    return config.deadLetters().map(DeadLetters::location).orElse("");
  }

  private static String both(StreamConfig config, StreamConfig other) {
    return "streams \"" + config.name() + "\" and \"" + other.name() + "\"";
  }

  private static boolean sameBrokers(StreamConfig config, StreamConfig other) {
    String name = "bootstrap.servers";
    return Objects.equals(
        config.source().kafka().values().get(name), other.source().kafka().values().get(name));
  }
}
