package io.deltaingest.benchmarks;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

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
    delete(path);
  }

  /** Deletes a folder and all that is in it. */
  static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
