package io.deltaingest.benchmarks;

import io.deltaingest.quickstart.SampleTable;
import io.deltaingest.testkit.WebRequests;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;

/**
 * What {@link EndToEnd} can bring from a topic to a table: messages, a table for them, and what the
 * program is told besides the four transforms that all have in common.
 */
enum Workload {
  /** JSON of 231 bytes, seven columns. */
  WEB_REQUESTS("web-requests", SampleTable.TOPIC) {
    @Override
    LongFunction<byte[]> values(long seed) {
      return new WebRequests(seed)::message;
    }
  },

  /** The same requests in Avro, with the id of a registry's schema in front. */
  WEB_REQUESTS_AVRO("web-requests-avro", "web_requests_avro") {
    @Override
    LongFunction<byte[]> values(long seed) {
      return new AvroRequests(new WebRequests(seed)::message);
    }

    @Override
    List<String> options(URI registry) {
      return List.of("--avro", registry.toString());
    }
  },

  /** JSON of 1.2 kB with nested objects and arrays, 31 values and more into as many columns. */
  LARGE_JSON("large-json", "orders") {
    @Override
    LongFunction<byte[]> values(long seed) {
      return new Orders(seed);
    }

    @Override
    void createTable(Path table) {
      SampleTable.create(table, BenchmarkResource.text("orders-schema.json"));
    }
  },

  /** The same requests, each compressed by its producer. */
  GZIP("gzip", "web_requests_gzip") {
    @Override
    LongFunction<byte[]> values(long seed) {
      return new GzipValues(new WebRequests(seed)::message);
    }

    @Override
    List<String> options(URI registry) {
      return List.of("--decompress_gzip");
    }
  },

  /**
   * The same requests and one transform more, which only the interpreter of JMESPath can do where
   * the status is not 200: in half of the messages.
   */
  HALF_INTERPRETED("half-interpreted", SampleTable.TOPIC) {
    @Override
    LongFunction<byte[]> values(long seed) {
      return WEB_REQUESTS.values(seed);
    }

    @Override
    List<String> options(URI registry) {
      return List.of("--transform", INTERPRETED_TRANSFORM);
    }
  };

  /** Its second half calls a function that no compiled source does. */
  static final String INTERPRETED_TRANSFORM =
      "url: status == `200` && url || join('', [url, '?status=', to_string(status)])";

  private final String label;
  private final String topic;

  Workload(String label, String topic) {
    this.label = label;
    this.topic = topic;
  }

  /** Topics of one name have the same messages. */
  String topic() {
    return topic;
  }

  /** The messages by their numbers, the same for the same seed. Not thread-safe. */
  abstract LongFunction<byte[]> values(long seed);

  /** Writes an empty table with the columns of the messages. */
  void createTable(Path table) {
    SampleTable.create(table);
  }

  /**
   * What the program is told.
   *
   * @param registry that has the schema of {@link AvroRequests}
   */
  List<String> options(URI registry) {
    return List.of();
  }

  /** As it is given on the command line. */
  @Override
  public String toString() {
    return label;
  }
}
