package io.deltaingest.delta.standalone;

import io.delta.storage.CloseableIterator;
import io.delta.storage.LogStore;
import io.deltaingest.delta.store.LogStorage;
import io.deltaingest.delta.store.PendingLogFile;
import io.deltaingest.domain.port.TableLog.PutResult;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The log folder of one table as delta-standalone reads entries from it; what it were to write
 * would be put in place as our own entries are. Public because the library makes it by its name.
 * Thread-safe.
 */
public final class StorageLogStore extends LogStore {

  private final LogStorage log;

  /**
   * @param configuration a {@link LogConfiguration}
   */
  public StorageLogStore(Configuration configuration) {
    super(configuration);
    this.log = LogConfiguration.of(configuration).log();
  }

  @Override
  public CloseableIterator<String> read(Path path, Configuration configuration) throws IOException {
    try {
      byte[] content = log.read(LogConfiguration.name(path));
      return new Lines(
          new InputStreamReader(new ByteArrayInputStream(content), StandardCharsets.UTF_8));
    } catch (NoSuchFileException absent) {
      throw LogFileSystem.notFound(path, absent);
    }
  }

  @Override
  public void write(
      Path path, Iterator<String> lines, Boolean overwrite, Configuration configuration)
      throws IOException {
    String name = LogConfiguration.name(path);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    while (lines.hasNext()) {
      content.writeBytes((lines.next() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    if (overwrite) {
      try (PendingLogFile file = log.begin(name)) {
        file.write(content.toByteArray(), 0, content.size());
        file.publish(true);
      }
    } else if (log.putIfAbsent(name, content.toByteArray()) != PutResult.MINE) {
      throw new FileAlreadyExistsException(name);
    }
  }

  @Override
  public Iterator<FileStatus> listFrom(Path path, Configuration configuration) throws IOException {
    return log.listFrom(LogConfiguration.name(path)).stream().map(LogFileSystem::status).iterator();
  }

  @Override
  public Path resolvePathOnPhysicalStorage(Path path, Configuration configuration) {
    return path;
  }

  /** No, so that checkpoints are written under their names, without a rename. */
  @Override
  public Boolean isPartialWriteVisible(Path path, Configuration configuration) {
    return false;
  }

  /** The lines of a file that is in memory. */
  private static final class Lines implements CloseableIterator<String> {
    private final BufferedReader reader;
    private String next;

    Lines(Reader reader) throws IOException {
      this.reader = new BufferedReader(reader);
      this.next = this.reader.readLine();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public String next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      String line = next;
      try {
        next = reader.readLine();
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
      return line;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
