package io.deltaingest.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltaingest.benchmarks.GeneratedActions.File;
import io.deltaingest.delta.log.KernelReader;
import io.deltaingest.delta.log.LastCheckpoint;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.quickstart.SampleTable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A Delta log that has grown by appends: each version a few files of web requests with statistics
 * and the offsets of four partitions. The data files themselves are not there; nobody reads them.
 *
 * <p>With a checkpoint it takes a minute for a million files: what the checkpoint holds is written
 * as a few huge entries, which are taken away when it is there. The entries before a checkpoint are
 * read by nobody, but they make the folder as long as it would be: links to one.
 */
final class GeneratedTable {

  static final int PARTITIONS = 4;
  static final int FILES_PER_COMMIT = 10;
  static final String APP_ID = "web_requests";

  /** So that nobody writes one while something else is measured. */
  static final int NO_CHECKPOINTS = 1_000_000;

  private static final long ROWS = 50_000;

  /** Versions behind the checkpoint, as they gather until the next one. */
  private static final int VERSIONS_AFTER_CHECKPOINT = 5;

  private static final int FILES_PER_HUGE_ENTRY = 50_000;

  /** File systems have a limit; ext4's is 65,000. */
  private static final int LINKS_TO_ONE_FILE = 10_000;

  private static final long SEED = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final GeneratedActions actions = new GeneratedActions(SEED);
  private final Path folder;

  private GeneratedTable(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes the log.
   *
   * @param files how many data files it has, in versions of {@value #FILES_PER_COMMIT}
   * @param checkpoint whether there is a checkpoint, five versions before the newest
   * @param interval of checkpoints, the table's property
   */
  static void create(Path folder, int files, boolean checkpoint, int interval) throws IOException {
    GeneratedTable table = new GeneratedTable(folder);
    SampleTable.create(folder);
    table.setCheckpointInterval(interval);
    long versions = files / FILES_PER_COMMIT;
    long readable = 0;
    if (checkpoint) {
      readable = versions - VERSIONS_AFTER_CHECKPOINT;
      table.checkpoint(readable);
    }
    for (long version = readable + 1; version <= versions; version++) {
      table.append(version);
    }
  }

  /** The same table once more. Entries and checkpoints are never written again, so are shared. */
  static void copy(Path from, Path to) throws IOException {
    Path log = Files.createDirectories(log(to));
    try (Stream<Path> files = Files.list(log(from))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = log.resolve(file.getFileName());
        if (file.toString().endsWith(".json") || file.toString().endsWith(".parquet")) {
          Files.createLink(copy, file);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  /** As many data files as a commit adds, with new names. */
  static List<File> newFiles(int count) {
    GeneratedActions next = new GeneratedActions(System.nanoTime());
    List<File> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(next.file());
    }
    return files;
  }

  /** The last offset that a version stores in each partition. */
  static long offset(long version) {
    return version * ROWS - 1;
  }

  private void setCheckpointInterval(int interval) throws IOException {
    Path entry = entry(0);
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(entry)) {
      ObjectNode action = (ObjectNode) JSON.readTree(line);
      if (action.has("metaData")) {
        ((ObjectNode) action.get("metaData"))
            .putObject("configuration")
            .put("delta.checkpointInterval", Integer.toString(interval));
      }
      lines.add(action.toString());
    }
    Files.write(entry, lines);
  }

  /** A checkpoint of that version, with all files up to it, and entries as if they had been. */
  private void checkpoint(long version) throws IOException {
    long left = version * FILES_PER_COMMIT;
    long written = 0;
    while (left > 0) {
      written++;
      int files = (int) Math.min(left, FILES_PER_HUGE_ENTRY);
      writeEntry(written, version, files);
      left -= files;
    }
    LocalTableStorage storage = new LocalTableStorage(folder);
    new KernelReader(storage).writeCheckpoint(1);
    Files.move(checkpointFile(written), checkpointFile(version));
    LastCheckpoint.publish(storage.log(), version);
    for (long huge = 1; huge <= written; huge++) {
      Files.delete(entry(huge));
    }
    for (long each = 1; each <= version; each++) {
      if (each % LINKS_TO_ONE_FILE == 1) {
        append(each);
      } else {
        Files.createLink(entry(each), entry(each - (each - 1) % LINKS_TO_ONE_FILE));
      }
    }
  }

  private void append(long version) throws IOException {
    writeEntry(version, version, FILES_PER_COMMIT);
  }

  private void writeEntry(long number, long version, int files) throws IOException {
    try (Writer entry = Files.newBufferedWriter(entry(number))) {
      entry.write(actions.head(version, offset(version)));
      for (int i = 0; i < files; i++) {
        entry.write(GeneratedActions.line(actions.file()));
      }
    }
  }

  private Path entry(long number) {
    return log(folder).resolve(padded(number) + ".json");
  }

  private Path checkpointFile(long number) {
    return log(folder).resolve(padded(number) + ".checkpoint.parquet");
  }

  private static Path log(Path table) {
    return table.resolve("_delta_log");
  }

  private static String padded(long number) {
    return String.format(Locale.ROOT, "%020d", number);
  }
}
