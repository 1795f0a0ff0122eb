package io.deltaingest.launcher.store;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.port.StreamStore;
import io.deltaingest.domain.stream.ConfigProblem;
import io.deltaingest.domain.stream.InvalidConfigException;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.launcher.config.JsonStreamConfigCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One JSON file for each stream in a directory, {@code NAME.json}, complete in itself and readable
 * by its owner only: references to secrets are stored as they were written, but a secret that was
 * written out is in the file in clear.
 *
 * <p>A file is either the old or the new one whatever happens while it is written. Thread-safe by
 * its monitor. One process at a time may use a directory.
 */
public final class FileStreamStore implements StreamStore {
  private static final String SUFFIX = ".json";

  private final Path directory;
  private final JsonStreamConfigCodec codec;

  /**
   * @param directory made when the first stream is saved
   * @param codec without defaults, since what is stored is complete
   */
  public FileStreamStore(Path directory, JsonStreamConfigCodec codec) {
    this.directory = directory;
    this.codec = codec;
  }

  /**
   * @throws ConfigurationException naming every file that can't be understood: starting without
   *     those streams would look as if they had been deleted
   */
  @Override
  public synchronized List<StreamConfig> load() {
    List<StreamConfig> streams = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (Path file : files()) {
      try {
        streams.add(read(file));
      } catch (InvalidConfigException e) {
        broken.add(file + " (" + e.getMessage() + ")");
      }
    }
    if (!broken.isEmpty()) {
      throw new ConfigurationException(
          Problem.of(
              "A stream that was created over HTTP can't be read back",
              String.join("; ", broken),
              "Mend the file, or delete it to forget the stream"));
    }
    return streams;
  }

  /**
   * @throws TransientException when the disk does not take it; nothing has changed then
   */
  @Override
  public synchronized void save(StreamConfig config) {
    try {
      PrivateFiles.createDirectories(directory);
      PrivateFiles.replace(file(config.name()), codec.store(config));
    } catch (IOException e) {
      throw notWritten("Stream \"" + config.name() + "\" can't be remembered", e);
    }
  }

  /**
   * @throws TransientException when the file can't be deleted
   */
  @Override
  public synchronized void delete(String name) {
    try {
      if (Files.deleteIfExists(file(name))) {
        PrivateFiles.syncDirectory(directory);
      }
    } catch (IOException e) {
      throw notWritten("Stream \"" + name + "\" can't be forgotten", e);
    }
  }

  private StreamConfig read(Path file) {
    StreamConfig config;
    try {
      config = codec.parse(Files.readString(file));
    } catch (MalformedInputException e) {
      throw invalid("not UTF-8 text");
    } catch (IOException e) {
      throw unreadable(e);
    }
    if (!file.equals(file(config.name()))) {
      throw invalid("it holds the stream \"" + config.name() + "\"; was it renamed or copied?");
    }
    return config;
  }

  private List<Path> files() {
    try (Stream<Path> entries = Files.list(directory)) {
      List<Path> found = new ArrayList<>();
      for (Path entry : entries.sorted().toList()) {
        String name = entry.getFileName().toString();
        if (PrivateFiles.isLeftOver(name)) {
          Files.delete(entry);
        } else if (name.endsWith(SUFFIX)) {
          found.add(entry);
        }
      }
      return found;
    } catch (NoSuchFileException nothingSavedYet) {
      return List.of();
    } catch (NotDirectoryException e) {
      throw new ConfigurationException(
          Problem.of(
              "Streams can't be remembered in " + directory,
              "it is no directory",
              "Give another state.path"),
          e);
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  private Path file(String name) {
    return directory.resolve(name + SUFFIX);
  }

  private static InvalidConfigException invalid(String message) {
    return new InvalidConfigException(List.of(new ConfigProblem("", message)));
  }

  private ConfigurationException unreadable(Exception cause) {
    return new ConfigurationException(
        Problem.of(
            "The streams remembered in " + directory + " can't be read",
            cause.toString(),
            "Give the process read access, or another state.path"),
        cause);
  }

  private TransientException notWritten(String what, IOException cause) {
    return new TransientException(
        Problem.of(
            what + " in " + directory,
            cause.toString(),
            "Free space or give the process write access, then ask again"),
        cause);
  }
}
