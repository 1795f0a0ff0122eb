package io.deltaingest.delta.support;

import io.deltaingest.testkit.contract.ForeignWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A writer that puts plain files into the log of a table with the columns {@code id} and {@code
 * day}.
 */
public final class ForeignFiles implements ForeignWriter {

  public static final String SCHEMA = Schemas.struct("id", "\"long\"", "day", "\"string\"");
  private static final String WIDER =
      Schemas.struct("id", "\"long\"", "day", "\"string\"", "more", "\"string\"");

  private final LogFolder log;

  public ForeignFiles(LogFolder log) {
    this.log = log;
  }

  @Override
  public void commit(String commitId, Map<String, Long> txns) {
    List<String> actions = new ArrayList<>();
    actions.add(
        "{\"commitInfo\":{\"timestamp\":1,\"operation\":\"WRITE\",\"txnId\":\""
            + commitId
            + "\"}}");
    txns.forEach(
        (appId, version) ->
            actions.add("{\"txn\":{\"appId\":\"" + appId + "\",\"version\":" + version + "}}"));
    log.put(log.newest() + 1, actions.toArray(new String[0]));
  }

  @Override
  public void addColumn() {
    log.put(log.newest() + 1, LogFolder.metadata("the-table", WIDER, List.of("day"), Map.of()));
  }

  @Override
  public void replaceTable() {
    try {
      for (long version = log.newest(); version >= 0; version--) {
        Files.delete(log.entry(version));
      }
      log.put(
          0,
          "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}",
          LogFolder.metadata("another-table", SCHEMA, List.of("day"), Map.of()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
