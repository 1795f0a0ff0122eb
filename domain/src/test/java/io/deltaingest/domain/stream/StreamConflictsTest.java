package io.deltaingest.domain.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.stream.StreamConfig.BadRecordPolicy;
import io.deltaingest.domain.stream.StreamConfig.DeadLetters;
import io.deltaingest.domain.stream.StreamConfig.DesiredState;
import io.deltaingest.domain.stream.StreamConfig.Flush;
import io.deltaingest.domain.stream.StreamConfig.LogEngine;
import io.deltaingest.domain.stream.StreamConfig.Source;
import io.deltaingest.domain.stream.StreamConfig.StartFrom;
import io.deltaingest.domain.stream.StreamConfig.Table;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamConflictsTest {

  @TempDir private Path directory;

  @Test
  void shouldLetStreamsShareADeadLetterTable() {
    StreamConfig one = stream("one", "/tables/one", "/tables/dead_letters");
    StreamConfig other = stream("other", "/tables/other", "/tables/dead_letters/");

    assertThat(StreamConflicts.within(one)).isEmpty();
    assertThat(StreamConflicts.between(one, other)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/tables/web, /tables/web",
    "/tables/web, /tables/web/",
    "/tables/web, file:///tables/web",
    "/tables/web, file:/tables/web/",
    "/tables/web, FILE://localhost/tables/web",
    "/tables/web, /tables/./other/../web",
    "/tables/a b, file:///tables/a%20b",
    "/tables/a b, file:///tables/a b",
    "tables/web, ./tables/web",
    "tables/web, x/../tables//web",
    "s3://bucket/web, s3://bucket/web/"
  })
  void shouldRefuseDeadLettersInTheStreamsOwnTable(String table, String deadLetters) {
    List<ConfigProblem> problems = StreamConflicts.within(stream("web", table, deadLetters));

    assertThat(problems).extracting(ConfigProblem::path).containsExactly("deadLetters.location");
    assertThat(problems.get(0).message())
        .contains("\"" + deadLetters + "\"", "stream's own table", "table of their own");
  }

  @ParameterizedTest
  @CsvSource({
    "/tables/web, /tables/web_dlq",
    "/tables/web, tables/web",
    "/tables/web, file:///tables/web2",
    "s3://bucket/web, s3://bucket2/web",
    "'', ''"
  })
  void shouldTellOneTableFromAnother(String table, String deadLetters) {
    assertThat(StreamConflicts.within(stream("web", table, deadLetters))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/tables/web, /tables/web/dlq",
    "/tables/web, file:///tables/x/../web/_dlq/",
    "/tables/web/data, /tables/web",
    "/web, /",
    "s3://bucket/web, s3://bucket/web/dlq"
  })
  void shouldRefuseATableInAnotherOnesFolder(String table, String deadLetters) {
    // given
    StreamConfig both = stream("web", table, deadLetters);
    StreamConfig one = stream("one", table, "");
    StreamConfig other = stream("other", deadLetters, "/elsewhere");
    StreamConfig deadLettersThere = stream("dead", "/main", deadLetters);

    // then
    assertThat(StreamConflicts.within(both))
        .extracting(ConfigProblem::path)
        .containsExactly("deadLetters.location");
    assertThat(StreamConflicts.within(both).get(0).message())
        .contains("\"" + deadLetters + "\"", "stream's own table", "VACUUM");
    assertThat(StreamConflicts.between(one, other))
        .extracting(ConfigProblem::path)
        .contains("table.location");
    assertThat(StreamConflicts.between(other, one).get(0).message())
        .contains("\"" + deadLetters + "\"", "the table of stream \"one\"");
    assertThat(StreamConflicts.between(deadLettersThere, one))
        .extracting(ConfigProblem::path)
        .contains("deadLetters.location");
    assertThat(StreamConflicts.between(one, deadLettersThere).get(0).message())
        .contains("\"" + table + "\"", "the dead-letter table of stream \"dead\"");
  }

  @ParameterizedTest
  @CsvSource({
    "kafka_offset, `0`, true",
    "kafka_offset, kafka.offset, false",
    "kafka_partition, kafka.offset, true",
    "kafka_topic.name, kafka.topic, true",
    "offset, `0`, false",
  })
  void shouldRefuseTransformsThatMoveADeadLetter(String property, String source, boolean refused) {
    // given
    StreamConfig transformed =
        stream("web", "/tables/web", "/tables/dlq", new Transform(property, source));

    // then
    assertThat(StreamConflicts.within(transformed))
        .extracting(ConfigProblem::path)
        .containsExactlyElementsOf(refused ? List.of("deadLetters.transforms") : List.of());
  }

  @Test
  void shouldFollowSymbolicLinksAsFarAsTheyAreThere() throws IOException {
    // given a folder and another way to it
    Path tables = Files.createDirectories(directory.resolve("tables/web"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), tables.getParent());

    // then tables that are there, and those that are not yet, are found to be the same
    assertThat(StreamConflicts.within(stream("a", tables.toString(), link + "/web"))).hasSize(1);
    assertThat(
            StreamConflicts.within(
                stream("a", directory + "/tables/new/one", "file://" + link + "/new/one")))
        .hasSize(1);
    assertThat(StreamConflicts.within(stream("a", tables.toString(), link + "/new"))).isEmpty();
  }

  @Test
  void shouldRefuseDeadLettersInAnotherStreamsTableEitherWayRound() {
    StreamConfig web = stream("web", "/tables/web", "");
    StreamConfig clicks = stream("clicks", "/tables/clicks", "file:///tables/web");

    List<ConfigProblem> added = StreamConflicts.between(clicks, web);
    List<ConfigProblem> addedTheOtherWay = StreamConflicts.between(web, clicks);

    assertThat(added).extracting(ConfigProblem::path).containsExactly("deadLetters.location");
    assertThat(added.get(0).message())
        .contains("\"file:///tables/web\" is the table of stream \"web\"", "\"clicks\"");
    assertThat(addedTheOtherWay).extracting(ConfigProblem::path).containsExactly("table.location");
    assertThat(addedTheOtherWay.get(0).message())
        .contains("\"/tables/web\" is where stream \"clicks\" puts its dead letters");
  }

  @Test
  void shouldFindOneAppIdOnOneTableHoweverItsLocationIsWritten() {
    StreamConfig one = stream("one", "/tables/web", "");
    StreamConfig other = stream("one", "file:///tables/x/../web", "");

    assertThat(StreamConflicts.between(one, other))
        .extracting(ConfigProblem::path)
        .contains("table.appId");
  }

  /** Group and app id are the name; no dead letters where their location is empty. */
  private static StreamConfig stream(
      String name, String location, String deadLetters, Transform... transforms) {
    Optional<DeadLetters> letters =
        Optional.of(deadLetters)
            .filter(given -> !given.isEmpty())
            .map(given -> new DeadLetters(given, List.of(transforms)));
    return new StreamConfig(
        name,
        new Source("topic", name, StartFrom.EARLIEST, KafkaSettings.of(Map.of()), false, Map.of()),
        MessageFormat.JSON,
        List.of(),
        Optional.empty(),
        new Table(
            location,
            name,
            true,
            Optional.empty(),
            StreamConfig.SchemaEvolution.NONE,
            LogEngine.KERNEL),
        5_000,
        new Flush(Duration.ofSeconds(1), 1_000_000),
        letters,
        letters.isPresent() ? BadRecordPolicy.DEAD_LETTER : BadRecordPolicy.FAIL,
        1,
        DesiredState.RUNNING);
  }
}
