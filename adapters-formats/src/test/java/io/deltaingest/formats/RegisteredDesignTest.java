package io.deltaingest.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.RegisteredSchema.Reference;
import io.deltaingest.domain.port.SchemaSampler;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.MessageFormat.ValueFormat;
import io.deltaingest.domain.stream.StreamConfig.SchemaEvolution;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;

/** Columns of a table whose topic has no message yet. */
class RegisteredDesignTest {

  private static final int ID = 7;
  private static final String ORDER =
      """
      {"type": "record", "name": "Order", "fields": [
        {"name": "id", "type": "int"},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9,
                                   "scale": 2}},
        {"name": "customer", "type": ["null", "com.acme.Customer"]},
        {"name": "tags", "type": {"type": "map", "values": "string"}}]}
      """;
  private static final String CUSTOMER =
      """
      {"type": "record", "name": "Customer", "namespace": "com.acme", "fields": [
        {"name": "name", "type": "string"}, {"name": "ratio", "type": "float"}]}
      """;

  private final FixedRegistry registry = new FixedRegistry().withLatest("orders-value", ID);

  @Test
  void shouldTakeTheColumnsOfAnAvroSchemaAndOfItsReferences() {
    registerAvro();

    RegisteredDesign design = design(MessageFormat.Type.AVRO_REGISTRY).orElseThrow();

    assertThat(design.subject()).isEqualTo("orders-value");
    assertThat(design.schemaId()).isEqualTo(ID);
    assertThat(design.untold()).isEmpty();
    assertThat(columns(design))
        .containsExactly(
            "id:integer",
            "at:timestamp",
            "price:decimal(9,2)",
            "customer:struct<name:string,ratio:float>",
            "tags:map<string,string>");
  }

  @Test
  void shouldTellWhatTransformsMakeOfTheMessagesAsTheySeeThem() {
    registerAvro();

    RegisteredDesign design =
        design(
                MessageFormat.Type.AVRO_REGISTRY,
                "day: substr(epoch_millis_to_iso8601(at), `0`, `10`)",
                "meta.offset: kafka.offset",
                "meta.key: kafka.key",
                "meta.region: kafka.headers.region",
                "millis: at",
                "number: id",
                "buyer: customer.name",
                "ratio: customer.ratio",
                "whole: customer",
                "tag: tags.any",
                "large: id == `1` || !tags",
                "source: 'shop'",
                "version: `2`",
                "customer.name: length(customer.name)")
            .orElseThrow();

    assertThat(design.untold()).isEmpty();
    assertThat(columns(design))
        .containsExactly(
            "id:integer",
            "at:timestamp",
            "price:decimal(9,2)",
            "customer:struct<name:long,ratio:float>",
            "tags:map<string,string>",
            "day:string",
            "meta:struct<offset:long,key:string,region:string>",
            "millis:long",
            "number:long",
            "buyer:string",
            "ratio:double",
            "whole:struct<name:string,ratio:double>",
            "tag:string",
            "large:boolean",
            "source:string",
            "version:long");
  }

  @Test
  void shouldSayWhatOnlyMessagesTell() {
    registerAvro();

    RegisteredDesign design =
        design(
                MessageFormat.Type.AVRO_REGISTRY,
                "headers: kafka.headers",
                "nobody: customer.age",
                "cents: price",
                "id: max([id, `1`])",
                "customer.name: not_null(customer.name, id)",
                "either: id || customer.name",
                "offset: kafka.offset")
            .orElseThrow();

    assertThat(design.untold())
        .containsExactly("headers", "nobody", "cents", "id", "customer.name", "either");
    assertThat(columns(design))
        .containsExactly(
            "at:timestamp",
            "price:decimal(9,2)",
            "customer:struct<ratio:float>",
            "tags:map<string,string>",
            "offset:long");
  }

  /** What is told without messages is what the messages themselves would have told. */
  @Test
  void shouldAgreeWithAMessage() {
    registerAvro();
    String[] transforms = {
      "meta.offset: kafka.offset",
      "meta.partition: kafka.partition",
      "meta.topic: kafka.topic",
      "meta.time: kafka.timestamp",
      "meta.timeType: kafka.timestamp_type",
      "meta.key: kafka.key",
      "meta.key64: kafka.key_base64",
      "millis: at",
      "number: id",
      "buyer: customer.name",
      "ratio: customer.ratio",
      "iso: epoch_seconds_to_iso8601(id)",
      "micro: epoch_millis_to_micro(at)",
      "text: to_string(id)",
      "joined: join('-', ['a', customer.name])",
      "is: starts_with(customer.name, 'A')",
      "names: keys(customer)",
      "kind: type(id)",
      "half: `0.5`",
      "two: `2`",
      "yes: `true`"
    };
    Schema.Parser parser = new Schema.Parser();
    Schema customer = parser.parse(CUSTOMER);
    Schema order = parser.parse(ORDER);
    GenericData.Record buyer = new GenericData.Record(customer);
    buyer.put("name", "Ada");
    buyer.put("ratio", 0.5f);
    GenericData.Record record = new GenericData.Record(order);
    record.put("id", 1);
    record.put("at", 1_616_591_177_321L);
    record.put("price", ByteBuffer.wrap(new byte[] {1}));
    record.put("customer", buyer);
    record.put("tags", Map.of("a", "b"));
    MessageRowTransformerFactory factory = factory(MessageFormat.Type.AVRO_REGISTRY, transforms);
    SchemaSampler sampler = factory.sampler();

    TestMessage message =
        TestMessage.of(AvroBytes.wire(ID, AvroBytes.datum(order, record)))
            .withTimestamp(1_616_591_177_321L, 0)
            .withKey(new byte[] {'k'});
    assertThat(sampler.observe(message)).isNull();

    RegisteredDesign design = factory.registeredDesign("orders").orElseThrow();
    assertThat(design.untold()).isEmpty();
    assertThat(columns(design)).containsExactlyInAnyOrderElementsOf(columns(sampler.columns()));
  }

  @Test
  void shouldCompleteWhatOlderMessagesHave() {
    registerAvro();
    RegisteredDesign design =
        design(MessageFormat.Type.AVRO_REGISTRY, "offset: kafka.offset").orElseThrow();
    StructType older =
        columnsOf(
            """
            {"properties": {"ID": {"type": "string"}, "gone": {"type": "boolean"},
             "customer": {"properties": {"name": {"type": "integer"}}},
             "offset": {"type": "integer"}}}
            """);

    assertThat(columns(design.completing(older)))
        .containsExactly(
            "ID:string",
            "gone:boolean",
            "customer:struct<name:long,ratio:float>",
            "offset:long",
            "at:timestamp",
            "price:decimal(9,2)",
            "tags:map<string,string>");
  }

  @Test
  void shouldSeeTimesOfJsonAsTheTextThatTheyAre() {
    register(
        RegisteredSchema.Kind.JSON,
        "{\"properties\": {\"at\": {\"type\": \"string\", \"format\": \"date-time\"}}}");

    assertThat(columns(design(MessageFormat.Type.JSON_REGISTRY, "text: at").orElseThrow()))
        .containsExactly("at:timestamp", "text:string");
  }

  @Test
  void shouldTellNothingWithoutASchemaOfThatName() {
    assertThat(design(MessageFormat.Type.AVRO_REGISTRY)).isEmpty();
    assertThat(MessageRowTransformerFactory.ofJson(List.of()).registeredDesign("orders")).isEmpty();
  }

  @Test
  void shouldRefuseASchemaThatIsOfNoUse() {
    register(RegisteredSchema.Kind.AVRO, "\"string\"");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> design(MessageFormat.Type.AVRO_REGISTRY))
        .withMessageContaining("schema 7, the latest of subject orders-value")
        .withMessageContaining("records")
        .withMessageContaining("--schema FILE");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> design(MessageFormat.Type.JSON_REGISTRY))
        .withMessageContaining("it is of kind AVRO, and the stream reads JSON");
    register(RegisteredSchema.Kind.AVRO, "{\"type\":");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> design(MessageFormat.Type.AVRO_REGISTRY))
        .withMessageContaining("no Avro schema");
  }

  @Test
  void shouldWaitForARegistryThatIsAway() {
    registerAvro();
    registry.setAway(true);

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> design(MessageFormat.Type.AVRO_REGISTRY));
  }

  private void registerAvro() {
    register(RegisteredSchema.Kind.AVRO, ORDER, new Reference("com.acme.Customer", CUSTOMER));
  }

  private void register(RegisteredSchema.Kind kind, String text, Reference... references) {
    registry.with(ID, kind, text, references);
  }

  private StructType columnsOf(String json) {
    FixedRegistry other =
        new FixedRegistry().withLatest("orders-value", 1).with(1, RegisteredSchema.Kind.JSON, json);
    return factory(other, MessageFormat.Type.JSON_REGISTRY)
        .registeredDesign("orders")
        .orElseThrow()
        .columns();
  }

  private Optional<RegisteredDesign> design(MessageFormat.Type type, String... transforms) {
    return factory(type, transforms).registeredDesign("orders");
  }

  private MessageRowTransformerFactory factory(MessageFormat.Type type, String... transforms) {
    return factory(registry, type, transforms);
  }

  private static MessageRowTransformerFactory factory(
      FixedRegistry registry, MessageFormat.Type type, String... transforms) {
    return new MessageRowTransformerFactory(
        MessageFormat.of(ValueFormat.of(type, FormatTable.REGISTRY)),
        Stream.of(transforms)
            .map(text -> text.split(": ", 2))
            .map(parts -> new Transform(parts[0], parts[1]))
            .toList(),
        Optional.empty(),
        SchemaEvolution.NONE,
        config -> registry);
  }

  @Test
  void shouldTakeTheSchemasTypesWhereTheyTakeMoreThanTheMessagesShowed() {
    registry.with(
        ID,
        RegisteredSchema.Kind.JSON,
        """
        {"type": "object", "properties": {
          "price": {"type": "number"}, "count": {"type": "integer"}, "text": {"type": "number"},
          "attrs": {"type": "object", "additionalProperties": {"type": "string"}}}}
        """);
    StructType sampled =
        new StructType(
            List.of(
                StructField.nullable("price", PrimitiveType.LONG),
                StructField.nullable("count", PrimitiveType.DOUBLE),
                StructField.nullable("text", PrimitiveType.STRING),
                StructField.nullable(
                    "attrs",
                    new StructType(List.of(StructField.nullable("color", PrimitiveType.STRING))))));

    StructType completed =
        design(MessageFormat.Type.JSON_REGISTRY).orElseThrow().completing(sampled);

    assertThat(columns(completed))
        .containsExactly("price:double", "count:double", "text:string", "attrs:map<string,string>");
  }

  private static List<String> columns(RegisteredDesign design) {
    return columns(design.columns());
  }

  private static List<String> columns(StructType columns) {
    return columns.fields().stream()
        .map(field -> field.name() + ":" + field.type().describe())
        .toList();
  }
}
