package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.util.List;

/** The sample table, and the transforms that fill it. */
public final class WebRequestsTable {

  public static final TableSchema SCHEMA =
      new TableSchema(
          new StructType(
              List.of(
                  nullable(
                      "meta",
                      new StructType(
                          List.of(
                              nullable(
                                  "kafka",
                                  new StructType(
                                      List.of(
                                          nullable("offset", PrimitiveType.LONG),
                                          nullable("topic", PrimitiveType.STRING),
                                          nullable("partition", PrimitiveType.INTEGER)))),
                              nullable(
                                  "producer",
                                  new StructType(
                                      List.of(nullable("timestamp", PrimitiveType.STRING))))))),
                  nullable("method", PrimitiveType.STRING),
                  nullable("session_id", PrimitiveType.STRING),
                  nullable("status", PrimitiveType.INTEGER),
                  nullable("url", PrimitiveType.STRING),
                  nullable("uuid", PrimitiveType.STRING),
                  nullable("date", PrimitiveType.STRING))),
          List.of("date"));

  public static final List<Transform> TRANSFORMS =
      List.of(
          new Transform("date", "substr(meta.producer.timestamp, `0`, `10`)"),
          new Transform("meta.kafka.offset", "kafka.offset"),
          new Transform("meta.kafka.partition", "kafka.partition"),
          new Transform("meta.kafka.topic", "kafka.topic"));

  private WebRequestsTable() {}
}
