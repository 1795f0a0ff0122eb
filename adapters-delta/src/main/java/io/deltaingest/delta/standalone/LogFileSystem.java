package io.deltaingest.delta.standalone;

import io.deltaingest.delta.store.LogFile;
import io.deltaingest.delta.store.LogStorage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The log folder of one table as a Hadoop file system: what delta-standalone reads checkpoints
 * from, writes them to, and deletes expired files in. Files appear whole or not at all, which is
 * why nothing is ever renamed. Holds nothing that must be closed. Thread-safe.
 */
final class LogFileSystem extends FileSystem {

  private static final URI ROOT = URI.create(LogConfiguration.SCHEME + ":/");
  private static final long BLOCK_BYTES = 128L << 20;

  private LogConfiguration configuration;

  /** For Hadoop, which then calls {@link #initialize}. */
  LogFileSystem() {}

  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    super.initialize(name, conf);
    configuration = LogConfiguration.of(conf);
  }

  @Override
  public String getScheme() {
    return LogConfiguration.SCHEME;
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    try {
      return new FSDataInputStream(new LogFileInput(log().open(LogConfiguration.name(path))));
    } catch (NoSuchFileException absent) {
      throw notFound(path, absent);
    }
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    String name = LogConfiguration.name(path);
    if (!overwrite && log().find(name).isPresent()) {
      throw new FileAlreadyExistsException(path.toString());
    }
    LogFileOutput output = new LogFileOutput(configuration, log().begin(name), overwrite);
    return new FSDataOutputStream(output, null);
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("files of a log are written once");
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException("files of a log appear under their names");
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return log().delete(LogConfiguration.name(path));
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    List<LogFile> files = log().listFrom("");
    return files.stream().map(LogFileSystem::status).toArray(FileStatus[]::new);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    if (path.toUri().getPath().equals(LogConfiguration.LOG_FOLDER.toUri().getPath())) {
      if (!log().exists()) {
        throw new FileNotFoundException(path.toString());
      }
      return new FileStatus(0, true, 1, BLOCK_BYTES, 0, path);
    }
    return log()
        .find(LogConfiguration.name(path))
        .map(LogFileSystem::status)
        .orElseThrow(() -> new FileNotFoundException(path.toString()));
  }

  @Override
  public boolean mkdirs(Path folder, FsPermission permission) throws IOException {
    log().createFolder();
    return true;
  }

  @Override
  public void setWorkingDirectory(Path folder) {
    throw new UnsupportedOperationException("all paths are absolute");
  }

  @Override
  public Path getWorkingDirectory() {
    return LogConfiguration.TABLE;
  }

  /** How Hadoop and Delta see a file of the log folder. */
  static FileStatus status(LogFile file) {
    return new FileStatus(
        file.size(),
        false,
        1,
        BLOCK_BYTES,
        file.modificationTimeMillis(),
        new Path(LogConfiguration.LOG_FOLDER, file.name()));
  }

  /** The exception by which Hadoop and Delta tell a missing file. */
  static FileNotFoundException notFound(Path path, NoSuchFileException absent) {
    FileNotFoundException translated = new FileNotFoundException(path.toString());
    translated.initCause(absent);
    return translated;
  }

  private LogStorage log() {
    return configuration.log();
  }
}
