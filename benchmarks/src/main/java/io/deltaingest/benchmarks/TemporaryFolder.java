package io.deltaingest.benchmarks;

import io.deltaingest.testkit.FolderDeletion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that is deleted with all that is in it. */
final class TemporaryFolder implements AutoCloseable {

  private final Path path;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /**
   * @param parent where to make it; null for the system's place for temporary files
   */
  static TemporaryFolder create(Path parent) throws IOException {
    String prefix = "kafka-delta-ingest-benchmark-";
    return new TemporaryFolder(
        parent == null
            ? Files.createTempDirectory(prefix)
            : Files.createTempDirectory(Files.createDirectories(parent), prefix));
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    FolderDeletion.delete(path);
  }
}
