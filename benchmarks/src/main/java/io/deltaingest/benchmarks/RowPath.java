package io.deltaingest.benchmarks;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.formats.MessageRowTransformerFactory;
import io.deltaingest.testkit.WebRequests;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Rows a second from the bytes of a web request to columns in memory, on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseParallelGC")
public class RowPath {

  /** As many rows as are gathered before they are encoded. */
  static final int BATCH = 5_000;

  private static final int MESSAGES = 50_000;
  private static final long SEED = 1;

  /** Which transforms are applied: the four of the web requests example, or none. */
  @Param({"four", "none"})
  private String transforms;

  private GeneratedMessage message;
  private RowTransformer transformer;
  private RowBatch batch;

  /** Generates the messages, more than fit into a processor's first caches. */
  @Setup
  public void setUp() {
    WebRequests requests = new WebRequests(SEED);
    byte[][] values = new byte[MESSAGES][];
    for (int i = 0; i < MESSAGES; i++) {
      values[i] = requests.message(i);
    }
    message = new GeneratedMessage(values);
    TableSchema schema = schema();
    transformer =
        MessageRowTransformerFactory.ofJson(
                transforms.equals("four") ? fourTransforms() : List.of())
            .create(schema);
    batch = new RowBatch(schema);
  }

  /** One batch of messages becomes rows. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int transform() {
    batch.clear();
    for (int i = 0; i < BATCH; i++) {
      message.next();
      Rejection rejection = transformer.transform(message, batch);
      if (rejection != null) {
        throw new IllegalStateException(rejection.detail());
      }
    }
    return batch.rowCount();
  }

  void setTransforms(String which) {
    transforms = which;
  }

  /** What the web requests example does to its messages. */
  static List<Transform> fourTransforms() {
    return List.of(
        new Transform("date", "substr(meta.producer.timestamp, `0`, `10`)"),
        new Transform("meta.kafka.offset", "kafka.offset"),
        new Transform("meta.kafka.partition", "kafka.partition"),
        new Transform("meta.kafka.topic", "kafka.topic"));
  }

  /** The table of web requests. */
  static TableSchema schema() {
    StructType producer = struct(StructField.nullable("timestamp", PrimitiveType.STRING));
    StructType kafka =
        struct(
            StructField.nullable("offset", PrimitiveType.LONG),
            StructField.nullable("topic", PrimitiveType.STRING),
            StructField.nullable("partition", PrimitiveType.INTEGER));
    StructType root =
        struct(
            StructField.nullable(
                "meta",
                struct(
                    StructField.nullable("producer", producer),
                    StructField.nullable("kafka", kafka))),
            StructField.nullable("method", PrimitiveType.STRING),
            StructField.nullable("session_id", PrimitiveType.STRING),
            StructField.nullable("status", PrimitiveType.INTEGER),
            StructField.nullable("url", PrimitiveType.STRING),
            StructField.nullable("uuid", PrimitiveType.STRING),
            StructField.nullable("date", PrimitiveType.STRING));
    return new TableSchema(root, List.of("date"));
  }

  private static StructType struct(StructField... fields) {
    return new StructType(List.of(fields));
  }
}
