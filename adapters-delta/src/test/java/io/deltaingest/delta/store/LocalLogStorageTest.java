package io.deltaingest.delta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.port.TableLog.PutResult;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalLogStorageTest {

  @TempDir Path folder;
  private LogStorage log;

  @BeforeEach
  void createFolder() throws IOException {
    log = new LocalTableStorage(folder.resolve("a/b/table")).log();
    log.createFolder();
  }

  @Test
  void shouldPutFileThatIsAbsent() throws IOException {
    // when
    PutResult result = log.putIfAbsent("1.json", bytes("mine"));

    // then
    assertThat(result).isEqualTo(PutResult.MINE);
    assertThat(log.read("1.json")).isEqualTo(bytes("mine"));
    assertThat(allFiles()).containsExactly("1.json");
  }

  @Test
  void shouldLeaveFileOfAnotherWriter() throws IOException {
    // given
    Files.writeString(file("1.json"), "theirs");

    // when
    PutResult result = log.putIfAbsent("1.json", bytes("mine"));

    // then
    assertThat(result).isEqualTo(PutResult.OTHER);
    assertThat(log.read("1.json")).isEqualTo(bytes("theirs"));
    assertThat(allFiles()).containsExactly("1.json");
  }

  @Test
  void shouldKnowOwnBytesAgain() throws IOException {
    // given
    log.putIfAbsent("1.json", bytes("mine"));

    // when, then
    assertThat(log.putIfAbsent("1.json", bytes("mine"))).isEqualTo(PutResult.MINE);
  }

  @Test
  void shouldLetExactlyOneOfManyWritersPut() throws Exception {
    // given
    int writers = 16;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    for (int version = 0; version < 50; version++) {
      String name = version + ".json";
      CountDownLatch start = new CountDownLatch(1);
      List<Future<PutResult>> results = new ArrayList<>();

      // when
      for (int writer = 0; writer < writers; writer++) {
        byte[] content = bytes("writer " + writer);
        results.add(
            threads.submit(
                () -> {
                  start.await();
                  return log.putIfAbsent(name, content);
                }));
      }
      start.countDown();

      // then
      List<Integer> winners = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        if (results.get(writer).get() == PutResult.MINE) {
          winners.add(writer);
        }
      }
      assertThat(winners).hasSize(1);
      assertThat(log.read(name)).isEqualTo(bytes("writer " + winners.get(0)));
    }
    threads.shutdown();
    assertThat(allFiles()).hasSize(50);
  }

  @Test
  void shouldListInOrderFromAName() throws IOException {
    // given
    for (String name : List.of("3.json", "1.json", "2.checkpoint.parquet", "_last_checkpoint")) {
      Files.writeString(file(name), name);
    }
    Files.createDirectory(file("_sidecars"));

    // when
    List<LogFile> files = log.listFrom("2");

    // then
    assertThat(files.stream().map(LogFile::name))
        .containsExactly("2.checkpoint.parquet", "3.json", "_last_checkpoint");
    assertThat(files.get(1).size()).isEqualTo(6);
    assertThat(files.get(1).modificationTimeMillis())
        .isEqualTo(Files.getLastModifiedTime(file("3.json")).toMillis());
  }

  @Test
  void shouldGiveOtherStampWhenFileIsWrittenAgain() throws IOException {
    // given
    log.putIfAbsent("1.json", bytes("one"));
    String stamp = log.find("1.json").orElseThrow().stamp();
    assertThat(log.find("1.json").orElseThrow().stamp()).isEqualTo(stamp);

    // when
    log.delete("1.json");
    log.putIfAbsent("1.json", bytes("two"));

    // then
    assertThat(log.find("1.json").orElseThrow().stamp()).isNotEqualTo(stamp);
  }

  @Test
  void shouldSayWhatIsNotThere() throws IOException {
    assertThat(log.find("1.json")).isEmpty();
    assertThat(log.delete("1.json")).isFalse();
    assertThatThrownBy(() -> log.read("1.json")).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> new LocalTableStorage(folder.resolve("x")).log().listFrom(""))
        .isInstanceOf(FileNotFoundException.class);
    assertThat(new LocalTableStorage(folder.resolve("x")).log().exists()).isFalse();
  }

  @Test
  void shouldShowPendingFileOnlyWhenPublished() throws IOException {
    // given
    try (PendingLogFile pending = log.begin("c.parquet")) {
      pending.write(bytes("abc"), 1, 2);
      assertThat(log.find("c.parquet")).isEmpty();

      // when
      pending.publish(false);
    }

    // then
    assertThat(log.read("c.parquet")).isEqualTo(bytes("bc"));
    assertThat(allFiles()).containsExactly("c.parquet");
  }

  @Test
  void shouldReplacePublishedFileOnlyWhenAsked() throws IOException {
    // given
    log.putIfAbsent("hint", bytes("old"));

    // when, then
    try (PendingLogFile pending = log.begin("hint")) {
      pending.write(bytes("new"), 0, 3);
      assertThatThrownBy(() -> pending.publish(false))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThat(log.read("hint")).isEqualTo(bytes("old"));
      pending.publish(true);
    }
    assertThat(log.read("hint")).isEqualTo(bytes("new"));
    assertThat(allFiles()).containsExactly("hint");
  }

  @Test
  void shouldLeaveNothingOfPendingFileThatWasGivenUp() throws IOException {
    // given
    PendingLogFile pending = log.begin("c.parquet");
    pending.write(bytes("abc"), 0, 3);

    // when
    pending.close();

    // then
    assertThat(allFiles()).isEmpty();
  }

  private Path file(String name) {
    return folder.resolve("a/b/table/_delta_log").resolve(name);
  }

  private List<String> allFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("a/b/table/_delta_log"))) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
