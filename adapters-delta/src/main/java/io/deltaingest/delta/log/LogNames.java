package io.deltaingest.delta.log;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of files in the log folder (Delta protocol, "File Types"). */
final class LogNames {

  private static final Pattern NAME =
      Pattern.compile(
          "(0\\d{19})\\.(json|crc|checkpoint\\..*(?:parquet|json)|\\d{20}\\.compacted\\.json)");

  private static final Pattern PART = Pattern.compile("checkpoint\\.\\d{10}\\.(\\d{10})\\.parquet");

  private LogNames() {}

  /** The entry of a version. */
  static String entry(long version) {
    return String.format(Locale.ROOT, "%020d.json", version);
  }

  /** A classic checkpoint of a version. */
  static String checkpoint(long version) {
    return checkpointPrefix(version) + "parquet";
  }

  /** What the names of all checkpoints of a version begin with. */
  static String checkpointPrefix(long version) {
    return String.format(Locale.ROOT, "%020d.checkpoint.", version);
  }

  /** What a file of the log is. */
  enum Kind {
    ENTRY,
    /** A checkpoint in one file, under the plain name. */
    CLASSIC_CHECKPOINT,
    /** One of the files of a checkpoint in parts. */
    CHECKPOINT_PART,
    /** A checkpoint with a unique name, which may have files beside it. */
    UNIQUE_CHECKPOINT,
    CHECKSUM,
    /** Several entries in one. */
    COMPACTION
  }

  /**
   * A file's name taken apart.
   *
   * @param version its version; the first one of a compaction
   * @param parts how many parts a {@link Kind#CHECKPOINT_PART} is one of, else 0
   */
  record Parsed(Kind kind, long version, int parts) {}

  /** Takes a name apart; empty for files that are none of the log's. */
  static Optional<Parsed> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long version = Long.parseLong(matcher.group(1));
    String rest = matcher.group(2);
    if (rest.equals("json")) {
      return Optional.of(new Parsed(Kind.ENTRY, version, 0));
    }
    if (rest.equals("crc")) {
      return Optional.of(new Parsed(Kind.CHECKSUM, version, 0));
    }
    if (rest.equals("checkpoint.parquet")) {
      return Optional.of(new Parsed(Kind.CLASSIC_CHECKPOINT, version, 0));
    }
    if (rest.endsWith("compacted.json")) {
      return Optional.of(new Parsed(Kind.COMPACTION, version, 0));
    }
    Matcher part = PART.matcher(rest);
    if (part.matches()) {
      return Optional.of(
          new Parsed(Kind.CHECKPOINT_PART, version, Integer.parseInt(part.group(1))));
    }
    return Optional.of(new Parsed(Kind.UNIQUE_CHECKPOINT, version, 0));
  }
}
