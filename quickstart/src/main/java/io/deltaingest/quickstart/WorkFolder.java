package io.deltaingest.quickstart;

import io.deltaingest.testkit.FolderDeletion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The folder in which everything happens: a temporary one, or one that the user wants to keep. */
final class WorkFolder implements AutoCloseable {

  private final Path root;
  private boolean kept;

  private WorkFolder(Path root, boolean kept) {
    this.root = root;
    this.kept = kept;
  }

  /** A folder that {@link #close} deletes unless {@link #keep} was called. */
  static WorkFolder temporary() {
    try {
      return new WorkFolder(Files.createTempDirectory("kafka-delta-ingest-"), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A folder that stays.
   *
   * @throws TourException when it holds something already
   */
  static WorkFolder kept(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
      try (Stream<Path> content = Files.list(absolute)) {
        if (content.findAny().isPresent()) {
          throw new TourException(
              absolute
                  + " is not empty, and the quickstart begins with nothing: name a new folder");
        }
      }
    } catch (IOException e) {
      throw new TourException(
          "The folder " + absolute + " can't be used: " + e + ". Name one that you may write to",
          e);
    }
    return new WorkFolder(absolute, true);
  }

  Path root() {
    return root;
  }

  /** The Delta table. */
  Path table() {
    return root.resolve("tables").resolve("web_requests");
  }

  /** The Delta table of the second stream. */
  Path secondTable() {
    return root.resolve("tables").resolve("requests_by_method");
  }

  /** What the launcher is told. */
  Path config() {
    return root.resolve("serve.json");
  }

  /** A stream to be created by hand. */
  Path secondStream() {
    return root.resolve("second-stream.json");
  }

  /** Where the launcher remembers streams that were created over HTTP. */
  Path state() {
    return root.resolve("streams");
  }

  /** What the launcher writes on its standard streams. */
  Path launcherLog() {
    return root.resolve("launcher.log");
  }

  /** The broker's data. */
  Path kafka() {
    return root.resolve("kafka");
  }

  boolean isKept() {
    return kept;
  }

  /** Leaves everything where it is, to be looked at. */
  void keep() {
    kept = true;
  }

  @Override
  public void close() {
    if (kept) {
      return;
    }
    try {
      FolderDeletion.delete(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
