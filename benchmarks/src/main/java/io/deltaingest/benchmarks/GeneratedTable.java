package io.deltaingest.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.kernel.TableManager;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.deltaingest.quickstart.SampleTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;

/**
 * A Delta log that has grown by appends: each version a few files of web requests with statistics
 * and the offsets of four partitions. The data files themselves are not there; nobody reads them.
 */
final class GeneratedTable {

  static final int PARTITIONS = 4;
  static final int FILES_PER_COMMIT = 10;
  static final String APP_ID = "web_requests";

  private static final String DATE = "2021-03-24";
  private static final long ROWS = 50_000;

  /** Versions behind the checkpoint, as they gather until the next one. */
  private static final int VERSIONS_AFTER_CHECKPOINT = 5;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private long version;

  private GeneratedTable(Path folder) {
    this.folder = folder;
  }

  /** A data file as its {@code add} action tells of it. */
  record File(String path, String date, long size, long modificationTimeMillis, String stats) {}

  /**
   * Writes the log.
   *
   * @param files how many data files it has, in versions of {@value #FILES_PER_COMMIT}
   * @param checkpoint whether there is a checkpoint, five versions before the newest
   */
  static void create(Path folder, int files, boolean checkpoint) throws IOException {
    GeneratedTable table = new GeneratedTable(folder);
    SampleTable.create(folder);
    table.turnOffCheckpoints();
    int versions = files / FILES_PER_COMMIT;
    while (table.version < versions) {
      if (checkpoint && table.version == versions - VERSIONS_AFTER_CHECKPOINT) {
        Engine engine = DefaultEngine.create(new Configuration());
        TableManager.loadSnapshot(folder.toString()).build(engine).writeCheckpoint(engine);
      }
      table.append();
    }
  }

  /** As many data files as a commit adds, with new names. */
  static List<File> newFiles() {
    List<File> files = new ArrayList<>();
    for (int i = 0; i < FILES_PER_COMMIT; i++) {
      files.add(
          new File(
              "date=" + DATE + "/part-00000-" + UUID.randomUUID() + "-c000.snappy.parquet",
              DATE,
              5_000_000L + i,
              1_700_000_000_000L + i,
              statistics()));
    }
    return files;
  }

  /** The last offset that a version stores in each partition. */
  static long offset(long version) {
    return version * ROWS - 1;
  }

  /** delta-standalone writes them inside its commits, the others do not: none is measured here. */
  private void turnOffCheckpoints() throws IOException {
    Path entry = entry(0);
    List<String> actions = new ArrayList<>();
    for (String line : Files.readAllLines(entry)) {
      ObjectNode action = (ObjectNode) JSON.readTree(line);
      if (action.has("metaData")) {
        ((ObjectNode) action.get("metaData"))
            .putObject("configuration")
            .put("delta.checkpointInterval", "1000000");
      }
      actions.add(action.toString());
    }
    Files.write(entry, actions);
  }

  private void append() throws IOException {
    version++;
    List<String> actions = new ArrayList<>();
    ObjectNode commitInfo = JSON.createObjectNode();
    commitInfo
        .putObject("commitInfo")
        .put("timestamp", 1_700_000_000_000L + version)
        .put("operation", "STREAMING UPDATE")
        .put("isBlindAppend", true)
        .put("txnId", UUID.randomUUID().toString());
    actions.add(commitInfo.toString());
    for (int partition = 0; partition < PARTITIONS; partition++) {
      ObjectNode txn = JSON.createObjectNode();
      txn.putObject("txn")
          .put("appId", APP_ID + "-" + partition)
          .put("version", offset(version))
          .put("lastUpdated", 1_700_000_000_000L + version);
      actions.add(txn.toString());
    }
    for (File file : newFiles()) {
      ObjectNode action = JSON.createObjectNode();
      ObjectNode add = action.putObject("add").put("path", file.path());
      add.putObject("partitionValues").put("date", file.date());
      add.put("size", file.size())
          .put("modificationTime", file.modificationTimeMillis())
          .put("dataChange", true)
          .put("stats", file.stats());
      actions.add(action.toString());
    }
    Files.write(entry(version), actions);
  }

  private Path entry(long number) {
    return folder.resolve("_delta_log").resolve(String.format(Locale.ROOT, "%020d.json", number));
  }

  private static String statistics() {
    ObjectNode stats = JSON.createObjectNode().put("numRecords", ROWS);
    values(stats.putObject("minValues"), "DELETE", "0000", 200);
    values(stats.putObject("maxValues"), "PUT", "ffff", 500);
    ObjectNode nulls = stats.putObject("nullCount");
    for (String column : List.of("method", "session_id", "status", "url", "uuid")) {
      nulls.put(column, 0);
    }
    ObjectNode meta = nulls.putObject("meta");
    meta.putObject("producer").put("timestamp", 0);
    meta.putObject("kafka").put("offset", 0).put("topic", 0).put("partition", 0);
    return stats.toString();
  }

  private static void values(ObjectNode into, String method, String digits, int status) {
    ObjectNode meta = into.putObject("meta");
    meta.putObject("producer").put("timestamp", DATE + "T15:06:17.321710+00:00");
    meta.putObject("kafka").put("offset", status).put("topic", APP_ID).put("partition", 0);
    into.put("method", method)
        .put("session_id", digits + digits + "-375c-4988-b248-096f9ed1")
        .put("status", status)
        .put("url", "http://www.example.com/search")
        .put("uuid", digits + digits + "-26de-4d0b-931a-3374ab4b");
  }
}
