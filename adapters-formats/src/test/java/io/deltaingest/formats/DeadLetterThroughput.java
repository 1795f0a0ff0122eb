package io.deltaingest.formats;

import com.sun.management.ThreadMXBean;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.DeadLetterTransformer;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.testkit.WebRequests;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints what a flood of bad messages costs on one thread: messages a second of its CPU time that
 * are rejected by the row path and become rows of a dead-letter table, and bytes allocated a
 * message. Run with the number of rounds.
 */
public final class DeadLetterThroughput {

  private static final int MESSAGES = 20_000;
  private static final int PASSES = 10;
  private static final int ROWS_A_BATCH = 500;

  private static final List<Transform> INTERPRETED =
      List.of(new Transform("date", "join('', [substr(error_class, `0`, `7`)])"));
  private static final List<Transform> FAILING =
      List.of(new Transform("date", "join('', kafka_offset)"));

  private final List<byte[]> values;
  private final RowTransformer transformer;
  private final RowBatch batch = new RowBatch(WebRequestsTable.SCHEMA);
  private final DeadLetterTransformer deadLetters;
  private final RowBatch deadLetterBatch;
  private final TestMessage message = new TestMessage().withKey(new byte[16]);

  private DeadLetterThroughput(
      List<byte[]> values,
      List<Transform> transforms,
      TableSchema table,
      List<Transform> deadLetterTransforms) {
    this.values = values;
    transformer = MessageRowTransformerFactory.ofJson(transforms).create(WebRequestsTable.SCHEMA);
    deadLetters =
        DeadLetterRowTransformerFactory.ofJson(deadLetterTransforms, InstantSource.system())
            .create(table);
    deadLetterBatch = new RowBatch(table);
  }

  public static void main(String[] args) {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    for (int round = 0; round < rounds; round++) {
      for (WebRequests.Defect defect : WebRequests.Defect.values()) {
        measure(defect + ", reference's table", defects(defect), DeadLetterTable.REFERENCE);
        measure(defect + ", every column", defects(defect), DeadLetterTable.FULL);
      }
      measure("transform fails", withoutTimestamp(), DeadLetterTable.FULL);
      measure(
          "interpreted transform fails",
          flood(withoutTimestamp(), FAILING, DeadLetterTable.TRANSFORMS));
      measure("10 KB, wrong type", long10K(), DeadLetterTable.FULL);
      measure("mixed", defects(null), DeadLetterTable.FULL);
      measure(
          "mixed, interpreted dead-letter transform",
          flood(defects(null), WebRequestsTable.TRANSFORMS, INTERPRETED));
      measure(
          "mixed, interpreted dead-letter transform fails",
          flood(defects(null), WebRequestsTable.TRANSFORMS, FAILING));
    }
  }

  private static void measure(String what, List<byte[]> values, TableSchema table) {
    measure(
        what,
        new DeadLetterThroughput(
            values, WebRequestsTable.TRANSFORMS, table, DeadLetterTable.TRANSFORMS));
  }

  private static DeadLetterThroughput flood(
      List<byte[]> values, List<Transform> transforms, List<Transform> deadLetterTransforms) {
    return new DeadLetterThroughput(values, transforms, DeadLetterTable.FULL, deadLetterTransforms);
  }

  private static void measure(String what, DeadLetterThroughput flood) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    flood.rejectAll(1);
    long allocated = -thread.getCurrentThreadAllocatedBytes();
    long nanos = -thread.getCurrentThreadCpuTime();
    flood.rejectAll(PASSES);
    nanos += thread.getCurrentThreadCpuTime();
    allocated += thread.getCurrentThreadAllocatedBytes();
    long done = (long) flood.values.size() * PASSES;
    System.out.printf(
        "%-45s %,10d msg/s of CPU time, %,6d bytes allocated a message%n",
        what, done * 1_000_000_000 / nanos, allocated / done);
  }

  /** Bad messages with that defect, or of all kinds. */
  private static List<byte[]> defects(WebRequests.Defect defect) {
    WebRequests generator = new WebRequests(42).withBadEvery(1);
    List<byte[]> bad = new ArrayList<>();
    for (int i = 0; bad.size() < MESSAGES; i++) {
      if (defect == null || generator.defect(i) == defect) {
        bad.add(generator.message(i));
      }
    }
    return bad;
  }

  private static List<byte[]> withoutTimestamp() {
    WebRequests generator = new WebRequests(42);
    List<byte[]> bad = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      String whole = new String(generator.message(i), StandardCharsets.UTF_8);
      bad.add(whole.replace("\"timestamp\"", "\"no_time\"").getBytes(StandardCharsets.UTF_8));
    }
    return bad;
  }

  private static List<byte[]> long10K() {
    String padding = ",\"padding\":\"" + "x".repeat(10_000) + "\"}";
    return defects(WebRequests.Defect.WRONG_TYPE).stream()
        .limit(MESSAGES / 20)
        .map(bad -> new String(bad, StandardCharsets.UTF_8))
        .map(bad -> bad.substring(0, bad.length() - 1) + padding)
        .map(bad -> bad.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private void rejectAll(int passes) {
    int offset = 0;
    for (int pass = 0; pass < passes; pass++) {
      for (byte[] value : values) {
        message.aim(value, 0, value.length).withOffset(offset++);
        Rejection cause = transformer.transform(message, batch);
        if (cause == null || deadLetters.transform(message, cause, deadLetterBatch) != null) {
          throw new IllegalStateException(new String(value, StandardCharsets.UTF_8));
        }
        if (deadLetterBatch.rowCount() == ROWS_A_BATCH) {
          deadLetterBatch.clear();
        }
      }
    }
  }
}
