package io.deltaingest.domain.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What two streams of one process must not share. */
public final class StreamConflicts {

  private StreamConflicts() {}

  /** Why {@code config} can't run beside {@code other}; empty when it can. */
  public static List<ConfigProblem> between(StreamConfig config, StreamConfig other) {
    List<ConfigProblem> problems = new ArrayList<>();
    if (config.source().group().equals(other.source().group())
        && config.source().topic().equals(other.source().topic())
        && sameBrokers(config, other)) {
      problems.add(
          new ConfigProblem(
              "source.group",
              "streams \""
                  + config.name()
                  + "\" and \""
                  + other.name()
                  + "\" would share the messages of topic \""
                  + config.source().topic()
                  + "\" out between them as consumer group \""
                  + config.source().group()
                  + "\", and neither table would get them all; give each stream its own group"));
    }
    if (config.table().location().equals(other.table().location())
        && config.table().appId().equals(other.table().appId())) {
      problems.add(
          new ConfigProblem(
              "table.appId",
              "streams \""
                  + config.name()
                  + "\" and \""
                  + other.name()
                  + "\" would keep their offsets in table \""
                  + config.table().location()
                  + "\" under the same app id \""
                  + config.table().appId()
                  + "\"; give each stream its own app id"));
    }
    return problems;
  }

  private static boolean sameBrokers(StreamConfig config, StreamConfig other) {
    String name = "bootstrap.servers";
    return Objects.equals(
        config.source().kafka().values().get(name), other.source().kafka().values().get(name));
  }
}
