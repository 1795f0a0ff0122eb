package io.deltaingest.domain.commit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A Parquet file that is complete in storage and waits for its {@code add} action.
 *
 * @param path relative to the table, as it goes into {@code add.path} (URI-encoded)
 * @param partitionValues by partition column; the value in the protocol's text form, or null
 * @param sizeBytes the file's size
 * @param modificationTimeMillis ms since the epoch
 * @param rows rows in it
 * @param stats per-file statistics, the protocol's JSON object as text
 */
public record DataFile(
    String path,
    Map<String, String> partitionValues,
    long sizeBytes,
    long modificationTimeMillis,
    long rows,
    String stats) {
  public DataFile {
    partitionValues = Collections.unmodifiableMap(new LinkedHashMap<>(partitionValues));
  }
}
