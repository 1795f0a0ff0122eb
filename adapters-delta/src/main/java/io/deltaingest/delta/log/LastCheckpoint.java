package io.deltaingest.delta.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.deltaingest.delta.log.LogNames.Kind;
import io.deltaingest.delta.store.LogFile;
import io.deltaingest.delta.store.LogStorage;
import io.deltaingest.delta.store.PendingLogFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;

/**
 * The hint that writers of checkpoints leave (Delta protocol, "Last Checkpoint File"). It may be
 * anything: torn by a writer without atomic writes, or left by a table that was here before. Only
 * one that names a checkpoint that is there counts.
 */
public final class LastCheckpoint {

  static final String NAME = "_last_checkpoint";

  private static final long NONE = -1;
  private static final JsonFactory JSON = new JsonFactory();

  private LastCheckpoint() {}

  /** The version of the hinted checkpoint; -1 when there is no hint that can be followed. */
  static long version(LogStorage log) throws IOException {
    long version = read(log);
    return version >= 0 && isThere(log, version) ? version : NONE;
  }

  /**
   * Makes the hint name a checkpoint that was just put in place, unless it names a newer one.
   *
   * <p>Another process may do the same for a newer checkpoint between our look and our writing. It
   * had put its checkpoint in place before, so a look at the log afterwards shows it, and the hint
   * is mended.
   */
  public static void publish(LogStorage log, long version) throws IOException {
    long newest = version;
    while (true) {
      if (version(log) < newest) {
        write(log, newest);
      }
      long newer = newestClassic(log, newest);
      if (newer == newest) {
        return;
      }
      newest = newer;
    }
  }

  private static long read(LogStorage log) throws IOException {
    try (JsonParser parser = JSON.createParser(log.read(NAME))) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String field = parser.currentName();
          JsonToken value = parser.nextToken();
          if (field.equals("version") && value == JsonToken.VALUE_NUMBER_INT) {
            long version = parser.getLongValue();
            return isWhole(parser) ? version : NONE;
          }
          parser.skipChildren();
        }
      }
      return NONE;
    } catch (NoSuchFileException | JsonProcessingException unreadable) {
      return NONE;
    }
  }

  /** Reads the rest, which throws where it is cut off. */
  private static boolean isWhole(JsonParser parser) throws IOException {
    JsonToken last = parser.currentToken();
    for (JsonToken next = parser.nextToken(); next != null; next = parser.nextToken()) {
      last = next;
    }
    return last == JsonToken.END_OBJECT;
  }

  private static boolean isThere(LogStorage log, long version) throws IOException {
    if (log.find(LogNames.checkpoint(version)).isPresent()) {
      return true;
    }
    String prefix = LogNames.checkpointPrefix(version);
    for (LogFile file : log.listFrom(prefix)) {
      return file.name().startsWith(prefix);
    }
    return false;
  }

  private static long newestClassic(LogStorage log, long from) throws IOException {
    long newest = from;
    for (LogFile file : log.listFrom(LogNames.checkpoint(from))) {
      LogNames.Parsed name = LogNames.parse(file.name()).orElse(null);
      if (name != null && name.kind() == Kind.CLASSIC_CHECKPOINT && file.size() > 0) {
        newest = Math.max(newest, name.version());
      }
    }
    return newest;
  }

  private static void write(LogStorage log, long version) throws IOException {
    String checkpoint = LogNames.checkpoint(version);
    String hint =
        "{\"version\":"
            + version
            + ",\"size\":"
            + CheckpointFile.rows(log, checkpoint)
            + ",\"sizeInBytes\":"
            + log.find(checkpoint).map(LogFile::size).orElse(0L)
            + "}\n";
    byte[] bytes = hint.getBytes(StandardCharsets.UTF_8);
    try (PendingLogFile file = log.begin(NAME)) {
      file.write(bytes, 0, bytes.length);
      file.publish(true);
    }
  }
}
