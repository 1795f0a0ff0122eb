package io.deltaingest.delta.store;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A table in a folder of a local file system. */
public final class LocalTableStorage implements TableStorage {

  private final Path root;
  private final LogStorage log;
  private final DataStorage data;

  /**
   * @param folder the table's folder; need not exist
   */
  public LocalTableStorage(Path folder) {
    this.root = real(folder.toAbsolutePath().normalize());
    this.log = new LocalLogStorage(root.resolve(LogStorage.FOLDER));
    this.data = new LocalDataStorage(root);
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public String key() {
    return root.toUri().getRawPath().replaceAll("/$", "");
  }

  @Override
  public LogStorage log() {
    return log;
  }

  @Override
  public DataStorage data() {
    return data;
  }

  @Override
  public void checkWritable() {
    Path logFolder = root.resolve(LogStorage.FOLDER);
    for (Path folder : new Path[] {root, logFolder}) {
      try {
        folder.getFileSystem().provider().checkAccess(folder, AccessMode.WRITE);
      } catch (NoSuchFileException absent) {
        // Whoever needs it makes it, or misses it.
      } catch (AccessDeniedException denied) {
        throw new ConfigurationException(
            Problem.of(
                "The Delta table at " + root + " can't be written",
                "there is no permission to create files in " + folder,
                "Give the user that runs this process the right to write there"),
            denied);
      } catch (IOException failure) {
        throw explain("Looking at the Delta table at " + root + " failed", failure);
      }
    }
  }

  @Override
  public IngestException explain(String doing, IOException failure) {
    return LocalFailures.explain(doing, failure);
  }

  /** Symbolic links resolved as far as the path exists, so that one table has one key. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException absent) {
      Path parent = path.getParent();
      return parent == null ? path : real(parent).resolve(path.getFileName());
    }
  }
}
