package io.deltaingest.delta.file;

import io.deltaingest.delta.store.DataFileOutput;
import io.deltaingest.domain.commit.DataFile;
import java.io.IOException;
import java.util.Map;

/**
 * A data file that has all its bytes and may not have survived a crash yet. For one thread at a
 * time.
 *
 * @param path relative to the table, plain
 * @param partitionValues by partition column
 * @param output still open
 * @param rows rows in it
 * @param statistics the protocol's JSON
 */
public record WrittenFile(
    String path,
    Map<String, String> partitionValues,
    DataFileOutput output,
    long rows,
    String statistics) {

  /** Makes the bytes durable and gives what goes into the commit. */
  public DataFile finish() throws IOException {
    long size = output.position();
    long modified = output.finish();
    return new DataFile(
        PartitionPath.toUri(path), partitionValues, size, modified, rows, statistics);
  }
}
