package io.deltaingest.launcher.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfig.DesiredState;
import io.deltaingest.launcher.config.JsonStreamConfigCodec;
import io.deltaingest.launcher.config.References;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStreamStoreTest {
  private final JsonStreamConfigCodec codec =
      JsonStreamConfigCodec.withoutDefaults(new References(Map.of("PASSWORD", "hunter2")));

  @TempDir private Path parent;

  @Test
  void shouldRememberAcrossRestarts() {
    StreamConfig b = stream("b");
    StreamConfig a = stream("a").withDesiredState(DesiredState.PAUSED);

    store().save(b);
    store().save(a);

    assertThat(store().load()).containsExactly(a, b);
    assertThat(store().load().get(0).source().kafka().asWritten())
        .containsEntry("sasl.password", "${env:PASSWORD}");
  }

  @Test
  void shouldRememberNothingAtFirst() {
    assertThat(store().load()).isEmpty();
    assertThat(directory()).doesNotExist();
  }

  @Test
  void shouldReplaceAndForget() {
    FileStreamStore store = store();
    store.save(stream("a"));
    store.save(stream("a").withDesiredState(DesiredState.STOPPED));
    store.save(stream("b"));

    store.delete("b");
    store.delete("never there");

    assertThat(store().load())
        .extracting(StreamConfig::desiredState)
        .containsExactly(DesiredState.STOPPED);
  }

  @Test
  void shouldBeReadableByTheOwnerOnlyAndHoldReferencesUnresolved() throws IOException {
    store().save(stream("a"));

    Path file = directory().resolve("a.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
        .isEqualTo("rwx------");
    assertThat(file).content().contains("${env:PASSWORD}").doesNotContain("hunter2");
  }

  @Test
  void shouldNameEveryFileThatItCannotUnderstand() throws IOException {
    store().save(stream("good"));
    Path half = Files.writeString(directory().resolve("half.json"), "{\"name\": \"ha");
    Path binary = Files.write(directory().resolve("binary.json"), new byte[] {(byte) 0xff, 0});
    Path copied = Files.copy(directory().resolve("good.json"), directory().resolve("copied.json"));

    assertThatThrownBy(() -> store().load())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            half.toString(),
            "not valid JSON",
            binary.toString(),
            "UTF-8",
            copied.toString(),
            "holds the stream \"good\"");
  }

  @Test
  void shouldNotTakeWhatADyingProcessLeftBehind() throws IOException {
    store().save(stream("a"));
    Path leftOver = Files.writeString(directory().resolve(".writing-1"), "{\"na");
    Path other = Files.writeString(directory().resolve("README"), "not ours");

    assertThat(store().load()).hasSize(1);
    assertThat(leftOver).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  void shouldSayWhenItCannotWriteAndKeepTheOldFile() throws IOException {
    store().save(stream("a"));
    Path file = directory().resolve("a.json");
    String before = Files.readString(file);
    // A directory in the place of the next file: nobody, not even root, can rename over it.
    Files.createDirectories(directory().resolve("b.json/full"));

    assertThatThrownBy(() -> store().save(stream("b")))
        .isInstanceOf(TransientException.class)
        .hasMessageContainingAll("\"b\"", directory().toString());

    assertThat(file).content().isEqualTo(before);
    try (Stream<Path> entries = Files.list(directory())) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .containsExactlyInAnyOrder("a.json", "b.json");
    }
  }

  @Test
  void shouldSayWhenItsDirectoryIsNone() throws IOException {
    Files.writeString(directory(), "a file");

    assertThatThrownBy(() -> store().load())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(directory().toString(), "no directory", "state.path");
    assertThatThrownBy(() -> store().save(stream("a"))).isInstanceOf(TransientException.class);
  }

  private Path directory() {
    return parent.resolve("streams");
  }

  private FileStreamStore store() {
    return new FileStreamStore(directory(), codec);
  }

  private StreamConfig stream(String name) {
    return codec.parse(
        """
        {"name": "%1$s", "source": {"topic": "t", "kafka": {"sasl.password": "${env:PASSWORD}"},
           "seekOffsets": {"0": 7}},
         "transforms": {"a": "b"}, "table": {"location": "./%1$s"},
         "deadLetters": {"location": "./dead", "transforms": {"c": "d"}}}
        """
            .formatted(name));
  }
}
