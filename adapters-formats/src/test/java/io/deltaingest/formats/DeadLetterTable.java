package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.util.List;

/** Dead-letter tables: as the reference has them, and with every column there is. */
public final class DeadLetterTable {

  public static final TableSchema REFERENCE =
      new TableSchema(
          new StructType(
              List.of(
                  nullable("base64_bytes", PrimitiveType.STRING),
                  nullable("json_string", PrimitiveType.STRING),
                  nullable("error", PrimitiveType.STRING),
                  nullable("timestamp", PrimitiveType.TIMESTAMP),
                  nullable("date", PrimitiveType.STRING))),
          List.of("date"));

  public static final TableSchema FULL =
      new TableSchema(
          new StructType(
              List.of(
                  nullable("base64_bytes", PrimitiveType.STRING),
                  nullable("json_string", PrimitiveType.STRING),
                  nullable("error", PrimitiveType.STRING),
                  nullable("error_class", PrimitiveType.STRING),
                  nullable("timestamp", PrimitiveType.TIMESTAMP),
                  nullable("kafka_topic", PrimitiveType.STRING),
                  nullable("kafka_partition", PrimitiveType.INTEGER),
                  nullable("kafka_offset", PrimitiveType.LONG),
                  nullable("kafka_timestamp", PrimitiveType.TIMESTAMP),
                  nullable("kafka_key_base64", PrimitiveType.STRING),
                  nullable("value_base64", PrimitiveType.STRING),
                  nullable("date", PrimitiveType.STRING))),
          List.of("date"));

  public static final List<Transform> TRANSFORMS =
      List.of(new Transform("date", "substr(epoch_micros_to_iso8601(timestamp), `0`, `10`)"));

  private DeadLetterTable() {}
}
