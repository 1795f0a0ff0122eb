package io.deltaingest.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.delta.standalone.DeltaLog;
import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.Snapshot;
import io.delta.standalone.actions.AddFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * The newest version of a table as delta-standalone reads it from the log.
 *
 * @param lastOffsets by partition, the version of its transaction identifier: the last offset done
 * @param files of that version
 */
public record TableFiles(
    long version,
    List<String> partitionColumns,
    Map<String, String> properties,
    Map<Integer, Long> lastOffsets,
    List<DataFile> files) {

  public TableFiles {
    partitionColumns = List.copyOf(partitionColumns);
    properties = Map.copyOf(properties);
    lastOffsets = Collections.unmodifiableMap(new TreeMap<>(lastOffsets));
    files = List.copyOf(files);
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long NO_TRANSACTION = -1;

  /**
   * One Parquet file.
   *
   * @param partitionValues text as in the log; null for null
   * @param rows as its statistics say
   */
  public record DataFile(Path path, long bytes, Map<String, String> partitionValues, long rows) {}

  /**
   * Reads the log.
   *
   * @param appId prefix of the application ids, followed by {@code -PARTITION}
   * @param partitions of the topic
   */
  public static TableFiles read(Path table, String appId, int partitions) {
    Configuration configuration = new Configuration();
    // The tour reads once more after Ctrl-C, when Hadoop's own hook closes what it cached.
    configuration.setBoolean("fs.automatic.close", false);
    DeltaLog log = DeltaLog.forTable(configuration, new org.apache.hadoop.fs.Path(table.toUri()));
    Snapshot snapshot = log.update();
    List<DataFile> files = new ArrayList<>();
    for (AddFile file : snapshot.getAllFiles()) {
      files.add(
          new DataFile(
              // In the log a path is a URI, relative to the table.
              Path.of(URI.create(table.toUri() + "/").resolve(file.getPath())),
              file.getSize(),
              file.getPartitionValues(),
              numRecords(file.getStats())));
    }
    return new TableFiles(
        snapshot.getVersion(),
        snapshot.getMetadata().getPartitionColumns(),
        snapshot.getMetadata().getConfiguration(),
        lastOffsets(log, appId, partitions),
        files);
  }

  private static Map<Integer, Long> lastOffsets(DeltaLog log, String appId, int partitions) {
    Map<Integer, Long> offsets = new TreeMap<>();
    OptimisticTransaction transaction = log.startTransaction();
    for (int partition = 0; partition < partitions; partition++) {
      long version = transaction.txnVersion(appId + "-" + partition);
      if (version != NO_TRANSACTION) {
        offsets.put(partition, version);
      }
    }
    return offsets;
  }

  private static long numRecords(String stats) {
    try {
      return JSON.readTree(stats).path("numRecords").asLong(-1);
    } catch (JsonProcessingException e) {
      throw new TourException("The statistics of a file are no JSON: " + stats, e);
    }
  }

  /** Sum over the files. */
  public long bytes() {
    return files.stream().mapToLong(DataFile::bytes).sum();
  }

  /** Sum over the files, by their statistics. */
  public long rows() {
    return files.stream().mapToLong(DataFile::rows).sum();
  }

  /** Messages up to the stored offsets, in a topic without gaps that starts at 0. */
  public long messagesDone() {
    return lastOffsets.values().stream().mapToLong(offset -> offset + 1).sum();
  }
}
