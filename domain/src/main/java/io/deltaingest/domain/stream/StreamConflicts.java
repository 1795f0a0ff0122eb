package io.deltaingest.domain.stream;

import io.deltaingest.domain.port.DeadLetterStore;
import io.deltaingest.domain.stream.StreamConfig.DeadLetters;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a stream must not share with itself or with another stream of the process. Locations of
 * tables are compared by where they lead, which takes a look at the file system.
 */
public final class StreamConflicts {
  private static final String TABLE = "table.location";
  private static final String DEAD_LETTERS = "deadLetters.location";

  /** The columns that tell which message a dead letter is, and what they are filled from. */
  private static final Map<String, String> PLACES =
      Map.of(
          DeadLetterStore.TOPIC_COLUMN, "kafka.topic",
          DeadLetterStore.PARTITION_COLUMN, "kafka.partition",
          DeadLetterStore.OFFSET_COLUMN, "kafka.offset");

  private StreamConflicts() {}

  /** Why {@code config} can't run at all; empty when it can. */
  public static List<ConfigProblem> within(StreamConfig config) {
    StreamPlaces places = StreamPlaces.of(config);
    String own = "the stream's own table";
    List<ConfigProblem> problems = new ArrayList<>();
    if (places.deadLetters().isSameAs(places.table())) {
      problems.add(
          new ConfigProblem(
              DEAD_LETTERS,
              "\""
                  + written(config)
                  + "\" is "
                  + own
                  + "; give dead letters a table of their own"));
    }
    nested(DEAD_LETTERS, places.deadLetters(), written(config), places.table(), own)
        .ifPresent(problems::add);
    problems.addAll(misled(config));
    return problems;
  }

  /**
   * Transforms that would give a dead letter another place than its message's. After a crash the
   * table is asked which messages it holds, and those are passed over.
   */
  private static List<ConfigProblem> misled(StreamConfig config) {
    List<ConfigProblem> problems = new ArrayList<>();
    for (Transform transform :
        config.deadLetters().map(DeadLetters::transforms).orElse(List.of())) {
      String column = transform.property().split("\\.", 2)[0].trim();
      String place = PLACES.get(column);
      if (place != null
          && !(transform.property().trim().equals(column)
              && transform.source().trim().equals(place))) {
        problems.add(
            new ConfigProblem(
                "deadLetters.transforms",
                "\""
                    + column
                    + "\" says which message a dead letter is, which is relied on after a crash;"
                    + " leave it as it is and derive a column of another name"));
      }
    }
    return problems;
  }

  /** Why {@code config} can't run beside {@code other}; empty when it can. */
  public static List<ConfigProblem> between(StreamConfig config, StreamConfig other) {
    return between(StreamPlaces.of(config), StreamPlaces.of(other));
  }

  /** As {@link #between(StreamConfig, StreamConfig)}, without a look at the file system. */
  static List<ConfigProblem> between(StreamPlaces places, StreamPlaces others) {
    StreamConfig config = places.config();
    StreamConfig other = others.config();
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
        && places.table().isSameAs(others.table())) {
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
    if (places.deadLetters().isSameAs(others.table())) {
      problems.add(
          new ConfigProblem(
              DEAD_LETTERS,
              "\""
                  + written(config)
                  + "\" is the table of stream \""
                  + other.name()
                  + "\"; give the dead letters of \""
                  + config.name()
                  + "\" a table of their own"));
    }
    if (others.deadLetters().isSameAs(places.table())) {
      problems.add(
          new ConfigProblem(
              TABLE,
              "\""
                  + config.table().location()
                  + "\" is where stream \""
                  + other.name()
                  + "\" puts its dead letters; give stream \""
                  + config.name()
                  + "\" another table"));
    }
    problems.addAll(nested(places, others));
    return problems;
  }

  private static List<ConfigProblem> nested(StreamPlaces places, StreamPlaces others) {
    StreamConfig config = places.config();
    String table = config.table().location();
    String theirs = "the table of stream \"" + others.config().name() + "\"";
    String theirDeadLetters = "the dead-letter table of stream \"" + others.config().name() + "\"";
    List<ConfigProblem> problems = new ArrayList<>();
    nested(TABLE, places.table(), table, others.table(), theirs).ifPresent(problems::add);
    nested(TABLE, places.table(), table, others.deadLetters(), theirDeadLetters)
        .ifPresent(problems::add);
    nested(DEAD_LETTERS, places.deadLetters(), written(config), others.table(), theirs)
        .ifPresent(problems::add);
    nested(
            DEAD_LETTERS,
            places.deadLetters(),
            written(config),
            others.deadLetters(),
            theirDeadLetters)
        .ifPresent(problems::add);
    return problems;
  }

  /**
   * A table in another one's folder: whoever cleans the outer one up (VACUUM) deletes the files of
   * the inner one, since the outer one's log does not name them.
   */
  private static Optional<ConfigProblem> nested(
      String path, TableLocation one, String written, TableLocation other, String otherName) {
    String relation;
    if (one.isInside(other)) {
      relation = "\" lies inside of ";
    } else if (other.isInside(one)) {
      relation = "\" has inside of it ";
    } else {
      return Optional.empty();
    }
    return Optional.of(
        new ConfigProblem(
            path,
            "\""
                + written
                + relation
                + otherName
                + ", and a VACUUM of the outer table would delete the inner one's files;"
                + " give it a folder beside"));
  }

  /** Empty where the stream has no dead-letter table. */
  private static String written(StreamConfig config) {
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
