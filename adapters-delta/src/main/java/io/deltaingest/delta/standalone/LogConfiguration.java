package io.deltaingest.delta.standalone;

import io.deltaingest.delta.store.LogStorage;
import java.io.Closeable;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The Hadoop configuration of one use of delta-standalone, which carries the log storage to the
 * file system and the log store that Hadoop and Delta make by themselves, by class name. Closing it
 * gives up files that were begun and not ended. Holds no site configuration: nothing of it applies.
 */
final class LogConfiguration extends Configuration implements Closeable {

  /** The scheme under which the library sees the table. */
  static final String SCHEME = "delta-log";

  /** The table's path as the library sees it; only what is behind the log folder matters. */
  static final Path TABLE = new Path(SCHEME + ":/table");

  static final Path LOG_FOLDER = new Path(TABLE, LogStorage.FOLDER);

  private final LogStorage log;
  private final Set<LogFileOutput> begun = ConcurrentHashMap.newKeySet();

  LogConfiguration(LogStorage log) {
    super(false);
    this.log = log;
    setClass("fs." + SCHEME + ".impl", LogFileSystem.class, LogFileSystem.class);
    setBoolean("fs." + SCHEME + ".impl.disable.cache", true);
    // An absolute path in an add action makes the library ask for the default file system.
    setBoolean("fs.file.impl.disable.cache", true);
    setBoolean("fs.automatic.close", false);
    set("delta.logStore.class", StorageLogStore.class.getName());
  }

  /** The log storage behind a configuration that the library was given. */
  static LogConfiguration of(Configuration configuration) {
    if (configuration instanceof LogConfiguration ours) {
      return ours;
    }
    throw new IllegalStateException("delta-standalone did not pass its configuration on");
  }

  LogStorage log() {
    return log;
  }

  /** The name in the log folder. */
  static String name(Path path) {
    String whole = path.toUri().getPath();
    String folder = LOG_FOLDER.toUri().getPath() + "/";
    if (whole.startsWith(folder)) {
      return whole.substring(folder.length());
    }
    throw new IllegalArgumentException(path + " is not in the log folder");
  }

  void begun(LogFileOutput file) {
    begun.add(file);
  }

  void ended(LogFileOutput file) {
    begun.remove(file);
  }

  @Override
  public void close() throws IOException {
    for (LogFileOutput file : begun) {
      file.abandon();
    }
  }
}
