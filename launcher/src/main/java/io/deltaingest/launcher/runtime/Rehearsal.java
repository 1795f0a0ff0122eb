package io.deltaingest.launcher.runtime;

import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.ingest.IngestLoop;
import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.launcher.config.IngestRun;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A short run without a broker, for the classes that it loads: the start script has the JVM archive
 * them (JEP 350), and later starts take them from there. It goes the way of a real run as far as
 * that goes alone: some messages into a table with the real loop, the clients up to a broker that
 * is not there, and the answers that one would have given.
 */
public final class Rehearsal {

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

  /** What a consumer and an admin client say to a broker. */
  private static final List<ApiKeys> CONVERSATION =
      List.of(
          ApiKeys.API_VERSIONS,
          ApiKeys.METADATA,
          ApiKeys.DESCRIBE_TOPIC_PARTITIONS,
          ApiKeys.LIST_OFFSETS,
          ApiKeys.FIND_COORDINATOR,
          ApiKeys.JOIN_GROUP,
          ApiKeys.SYNC_GROUP,
          ApiKeys.HEARTBEAT,
          ApiKeys.FETCH,
          ApiKeys.OFFSET_FETCH,
          ApiKeys.OFFSET_COMMIT,
          ApiKeys.LEAVE_GROUP);

  private final IngestRun run;
  private final String message;

  /**
   * @param run of a topic with one partition, to its end, whose broker is not there
   * @param message the value of each message
   */
  public Rehearsal(IngestRun run, String message) {
    this.run = run;
    this.message = message;
  }

  /**
   * Goes through it.
   *
   * @param progress as for a real run
   */
  public void perform(Function<Supplier<List<StreamStatus>>, AutoCloseable> progress)
      throws Exception {
    makeRows();
    CONVERSATION.forEach(Rehearsal::converse);
    try {
      new IngestProgram(run, progress).run();
    } catch (IngestException expected) {
      LOG.info("{}", expected.getMessage());
    }
  }

  /**
   * Goes as far as there is nothing to do with a broker.
   *
   * @throws IllegalStateException when a message became no row
   */
  public void makeRows() throws Exception {
    try (Adapters adapters = Adapters.forIngest(run);
        WorkerParts parts =
            adapters.create(
                run.stream(),
                0,
                share -> new RehearsalSource(run.stream().source().topic(), message))) {
      IngestLoop loop = parts.loop();
      while (loop.step()) {
        // Until its end.
      }
      Summary.of(List.of(loop.status())).log(LOG);
      if (loop.status().counts().rows() != RehearsalSource.MESSAGES) {
        throw new IllegalStateException("Messages of the rehearsal did not become rows");
      }
    }
  }

  private static void converse(ApiKeys api) {
    short version = api.latestVersion();
    AbstractRequest.parseRequest(
        api, version, new ByteBufferAccessor(bytes(api.messageType.newRequest(), version)));
    AbstractResponse.parseResponse(
        api, new ByteBufferAccessor(bytes(api.messageType.newResponse(), version)), version);
  }

  private static ByteBuffer bytes(ApiMessage message, short version) {
    return MessageUtil.toByteBufferAccessor(message, version).buffer();
  }
}
