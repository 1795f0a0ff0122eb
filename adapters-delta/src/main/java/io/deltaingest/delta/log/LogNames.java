package io.deltaingest.delta.log;

import java.util.Locale;

/** Names of files in the log folder (Delta protocol, "File Types"). */
final class LogNames {

  private LogNames() {}

  /** The entry of a version. */
  static String entry(long version) {
    return String.format(Locale.ROOT, "%020d.json", version);
  }

  /** A classic checkpoint of a version. */
  static String checkpoint(long version) {
    return String.format(Locale.ROOT, "%020d.checkpoint.parquet", version);
  }
}
