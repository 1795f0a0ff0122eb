package io.deltaingest.delta.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.TransientException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LocalFailuresTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new AccessDeniedException("/t/x"), ConfigurationException.class, "permission denied"),
        Arguments.of(
            new FileSystemException("/t/x", null, "Read-only file system"),
            ConfigurationException.class,
            "Mount the file system writable"),
        Arguments.of(
            new FileSystemException("/t/x", null, "Operation not permitted"),
            ConfigurationException.class,
            "right to write"),
        Arguments.of(
            new NotDirectoryException("/t/x"), ConfigurationException.class, "is not a folder"),
        Arguments.of(
            new FileSystemException("/t/x", null, "File name too long"),
            ConfigurationException.class,
            "shorter location"),
        Arguments.of(
            new IOException("No space left on device"),
            TransientException.class,
            "Free some space"),
        Arguments.of(
            new FileSystemException("/t/x", null, "Disk quota exceeded"),
            TransientException.class,
            "Free some space"),
        Arguments.of(
            new FileSystemException("/t/x", null, "Too many open files"),
            TransientException.class,
            "ulimit"),
        Arguments.of(
            new NoSuchFileException("/t/x"), TransientException.class, "NoSuchFileException"),
        Arguments.of(new IOException("Stale file handle"), TransientException.class, "Stale"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldSayWhatTheCallerMayDo(
      IOException failure, Class<? extends IngestException> kind, String text) {
    // when
    IngestException explained = LocalFailures.explain("Writing x failed", failure);

    // then
    assertThat(explained)
        .isInstanceOf(kind)
        .hasMessageStartingWith("Writing x failed")
        .hasMessageContaining(text)
        .hasCause(failure);
  }
}
