package io.deltaingest.formats.decode.protobuf;

import static io.deltaingest.domain.model.StructField.nullable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.FeatureSet;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import com.sun.management.ThreadMXBean;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.formats.FixedRegistry;
import io.deltaingest.formats.FormatTable;
import io.deltaingest.formats.Ingested;
import io.deltaingest.formats.value.ValueTape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From Protobuf's bytes to rows. */
class ProtobufMessagesTest {

  private static final String ORDERS =
      """
      syntax = "proto3";
      package shop;
      import "google/protobuf/timestamp.proto";
      import "google/protobuf/duration.proto";
      import "google/protobuf/wrappers.proto";
      import "google/protobuf/struct.proto";
      import "google/protobuf/any.proto";
      import "google/protobuf/empty.proto";
      import "google/protobuf/field_mask.proto";
      message Order {
        int32 id = 1;
        optional int32 count = 2;
        uint64 total = 3;
        string note = 4;
        bytes raw = 5;
        State state = 6;
        repeated float marks = 7;
        map<int32, Item> items = 8;
        google.protobuf.Timestamp at = 9;
        google.protobuf.Duration took = 10;
        google.protobuf.Int64Value limit = 11;
        google.protobuf.Struct extra = 12;
        google.protobuf.Any any = 13;
        google.protobuf.Empty nothing = 14;
        google.protobuf.FieldMask mask = 15;
        Order parent = 16;
        double ratio = 17;
        bool open = 18;
        fixed32 flags = 19;
      }
      enum State { NEW = 0; DONE = 2; }
      message Item { string name = 1; message Part { int64 n = 1; } }
      """;
  private static final FileDescriptor FILE =
      ProtoTexts.link(new RegisteredSchema(1, RegisteredSchema.Kind.PROTOBUF, ORDERS, List.of()));
  private static final Descriptor ORDER = FILE.getMessageTypes().get(0);

  private final FixedRegistry registry =
      new FixedRegistry()
          .with(1, RegisteredSchema.Kind.PROTOBUF, ORDERS)
          .with(
              2, RegisteredSchema.Kind.PROTOBUF, "syntax = \"proto3\"; message B { int64 id = 1; }")
          .with(3, RegisteredSchema.Kind.AVRO, "\"string\"")
          .with(4, RegisteredSchema.Kind.PROTOBUF, "no proto");

  @TempDir Path folder;

  @Test
  void shouldDeclareColumnsThatTakeEveryValue() {
    StructType columns = MessageColumns.of(ORDER);

    assertThat(columns.fields().stream().map(f -> f.name() + ":" + f.type().describe()))
        .containsExactly(
            "id:integer",
            "count:integer",
            "total:decimal(20,0)",
            "note:string",
            "raw:binary",
            "state:string",
            "marks:array<float>",
            "items:map<string,struct<name:string>>",
            "at:timestamp",
            "took:string",
            "limit:long",
            "extra:string",
            "any:struct<type_url:string,value:binary>",
            "mask:string",
            "parent:string",
            "ratio:double",
            "open:boolean",
            "flags:long");
    Map<String, Object> row =
        inColumns(columns)
            .row(
                order(
                    "id: -7 count: 0 total: 18446744073709551615 note: 'hm' raw: 'ab' state: DONE"
                        + " marks: [1.5, -0.25] items {key: 3 value {name: 'x'}} items {key: 4 value {}}"
                        + " at {seconds: 1616591177 nanos: 321710999} took {seconds: -1 nanos: -500000000}"
                        + " limit {value: 9} extra {fields {key: 'a' value {list_value {values"
                        + " {number_value: 1} values {null_value: NULL_VALUE} values {bool_value: true}}}}}"
                        + " any {type_url: 'u' value: 'v'} nothing {} mask {paths: ['a_b', 'c.d_e']}"
                        + " parent {id: 8} ratio: 0.5 open: true flags: 4294967295"));

    assertThat(row)
        .containsEntry("id", -7)
        .containsEntry("count", 0)
        .containsEntry("total", new BigDecimal("18446744073709551615"))
        .containsEntry("note", "hm")
        .containsEntry("raw", "6162")
        .containsEntry("state", "DONE")
        .containsEntry("marks", List.of(1.5f, -0.25f))
        .containsEntry("items", Map.of("3", Map.of("name", "x"), "4", Map.of("name", "")))
        .containsEntry("at", 1_616_591_177_321_710L)
        .containsEntry("took", "-1.500s")
        .containsEntry("limit", 9L)
        .containsEntry("extra", "{\"a\":[1.0,null,true]}")
        .containsEntry("any", Map.of("type_url", "u", "value", "76"))
        .containsEntry("mask", "aB,c.dE")
        .containsEntry("ratio", 0.5)
        .containsEntry("open", true)
        .containsEntry("flags", 4_294_967_295L);
    assertThat((String) row.get("parent")).startsWith("{\"id\":8,\"total\":0,\"note\":\"\"");
  }

  @Test
  void shouldTakeAbsentValuesForTheirDefaultsOrForNull() {
    Map<String, Object> row = inColumns(MessageColumns.of(ORDER)).row(new byte[0]);

    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("id", 0);
    expected.put("count", null);
    expected.put("total", BigDecimal.ZERO);
    expected.put("note", "");
    expected.put("raw", "");
    expected.put("state", "NEW");
    expected.put("marks", List.of());
    expected.put("items", Map.of());
    for (String absent : List.of("at", "took", "limit", "extra", "any", "mask", "parent")) {
      expected.put(absent, null);
    }
    expected.put("ratio", 0.0);
    expected.put("open", false);
    expected.put("flags", 0L);
    assertThat(row).isEqualTo(expected);
  }

  @Test
  void shouldLetTransformsSeeNumbersAndNames() throws IOException {
    FormatTable table =
        FormatTable.ofFile(
            MessageFormat.Type.PROTOBUF,
            setOf(
                "syntax = \"proto3\"; import \"google/protobuf/timestamp.proto\"; message M {"
                    + " google.protobuf.Timestamp at = 1; S s = 2; enum S { A = 0; } map<string, int32> m = 3; }"),
            Ingested.table(
                nullable("day", PrimitiveType.STRING),
                nullable("s", PrimitiveType.STRING),
                nullable("one", PrimitiveType.LONG)),
            new Transform("day", "substr(epoch_micros_to_iso8601(at), `0`, `10`)"),
            new Transform("one", "sum(values(m))"));

    Map<String, Object> row =
        table.row(
            new byte[] {
              0x0A,
              6,
              0x08,
              (byte) 0x80,
              (byte) 0xA3,
              0x05,
              0x10,
              0x05,
              0x1A,
              5,
              0x0A,
              1,
              'k',
              0x10,
              2,
              0x1A,
              5,
              0x0A,
              1,
              'l',
              0x10,
              3,
              0x10,
              9
            });

    assertThat(row).containsEntry("day", "1970-01-02").containsEntry("one", 5L);
    assertThat(row).as("a number that has no name").containsEntry("s", "9");
  }

  @Test
  void shouldFindTheTypeOfEachMessageInItsRegistry() {
    FormatTable table =
        FormatTable.ofRegistry(
            MessageFormat.Type.PROTOBUF_REGISTRY,
            registry,
            Ingested.table(
                nullable("id", PrimitiveType.LONG),
                nullable("name", PrimitiveType.STRING),
                nullable("n", PrimitiveType.LONG)));
    byte[] name = {0x0A, 1, 'x'};
    byte[] number = {0x08, 5};

    for (int i = 0; i < 50; i++) {
      assertThat(table.row(wire(1, new int[0], number))).containsEntry("id", 5L);
      assertThat(table.row(wire(1, new int[] {0}, number))).containsEntry("id", 5L);
      assertThat(table.row(wire(1, new int[] {1}, name))).containsEntry("name", "x");
      assertThat(table.row(wire(1, new int[] {1, 0}, number))).containsEntry("n", 5L);
      assertThat(table.row(wire(2, new int[0], number))).containsEntry("id", 5L);
    }
    assertThat(registry.requests()).isEqualTo(2);
    assertThat(errorClass(table, wire(1, new int[] {2}, name))).isEqualTo("unknown-message-type");
    assertThat(errorClass(table, wire(1, new int[] {0, 0}, name)))
        .as("what stands for a map")
        .isEqualTo("unknown-message-type");
    assertThat(errorClass(table, wire(1, new int[] {-1}, name))).isEqualTo("unknown-message-type");
    assertThat(errorClass(table, wire(3, new int[0], name))).isEqualTo("wrong-schema-kind");
    assertThat(errorClass(table, wire(4, new int[0], name))).isEqualTo("unusable-schema");
    assertThat(errorClass(table, wire(5, new int[0], name))).isEqualTo("unknown-schema-id");
    assertThat(errorClass(table, new byte[] {0, 0, 0, 0, 1})).isEqualTo("invalid-protobuf");
    assertThat(errorClass(table, new byte[] {0, 0, 0, 0, 1, 1, 0})).isEqualTo("invalid-protobuf");
    assertThat(errorClass(table, new byte[] {0, 0, 0, 0, 1, 4})).isEqualTo("invalid-protobuf");
    assertThat(table.row(wire(2, new int[0], number))).containsEntry("id", 5L);
  }

  @Test
  void shouldSayWhereAMessageIsMalformed() {
    FormatTable table = inColumns(MessageColumns.of(ORDER));

    assertRefused(table, new byte[] {0x42, 6, 0x08, 3, 0x12, 2, 0x0A, 5}, "items.value.name", "5");
    assertRefused(table, new byte[] {0x22, 1, (byte) 0xFF}, "field note", "not UTF-8");
    assertRefused(table, new byte[] {0x4A, 2, 0x10, -1}, "field at", "end inside");
    assertRefused(table, order("at {seconds: 253402300800}"), "field at", "outside of 0001-01-01");
    assertRefused(
        table, order("took {seconds: " + Long.MIN_VALUE + "}"), "field took", "Duration of -922");
    assertRefused(table, new byte[] {0x0F}, "no wire type 7");
    assertRefused(table, new byte[] {0x0C}, "never began");
    assertRefused(table, new byte[] {0}, "number 0");
    assertRefused(table, nested(200), "nested deeper than 100");
    assertThat(table.ingest(nested(90))).isNull();
    Rejection required =
        FormatTable.ofFile(
                MessageFormat.Type.PROTOBUF,
                setOf("message R { required int32 a = 1; }"),
                Ingested.table(nullable("a", PrimitiveType.LONG)))
            .rejection(new byte[0]);
    assertThat(required.detail()).contains("no R: required field a is absent");
  }

  /** What edition 2023 can say of a field, and proto2 and proto3 between them. */
  @Test
  void shouldReadMessagesOfAnEdition() throws IOException {
    FileDescriptorProto.Builder file =
        FileDescriptorProto.newBuilder()
            .setName("e.proto")
            .setSyntax("editions")
            .setEdition(Edition.EDITION_2023);
    DescriptorProto.Builder type = file.addMessageTypeBuilder().setName("E");
    type.addNestedTypeBuilder().setName("Part").addField(editionField("x", 1));
    type.addField(editionField("explicit", 1));
    FieldDescriptorProto.Builder implicit = editionField("implicit", 2);
    implicit
        .getOptionsBuilder()
        .getFeaturesBuilder()
        .setFieldPresence(FeatureSet.FieldPresence.IMPLICIT);
    type.addField(implicit);
    FieldDescriptorProto.Builder part =
        editionField("part", 3)
            .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
            .setTypeName("E.Part");
    part.getOptionsBuilder()
        .getFeaturesBuilder()
        .setMessageEncoding(FeatureSet.MessageEncoding.DELIMITED);
    type.addField(part);
    Path set = folder.resolve("edition.pb");
    Files.write(set, FileDescriptorSet.newBuilder().addFile(file).build().toByteArray());
    FormatTable table =
        FormatTable.ofFile(
            MessageFormat.Type.PROTOBUF,
            set,
            Ingested.table(
                nullable("explicit", PrimitiveType.LONG),
                nullable("implicit", PrimitiveType.LONG),
                nullable("part", PrimitiveType.STRING)));

    Map<String, Object> row = table.row(new byte[] {0x1B, 0x08, 5, 0x1C});

    assertThat(row).containsEntry("explicit", null).containsEntry("implicit", 0L);
    assertThat(row).containsEntry("part", "{\"x\":5}");
  }

  private static FieldDescriptorProto.Builder editionField(String name, int number) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
        .setType(FieldDescriptorProto.Type.TYPE_INT32);
  }

  /** As in Protobuf's generated code: the enum is closed, and the number none of its values. */
  @Test
  void shouldLeaveOutEntriesOfNumbersThatAClosedEnumDoesNotHave() {
    FormatTable table =
        FormatTable.ofFile(
            MessageFormat.Type.PROTOBUF,
            setOf("message M { map<string, E> m = 1; enum E { A = 1; B = 2; } }"),
            Ingested.table(nullable("m", PrimitiveType.STRING)));

    assertThat(
            table.row(
                new byte[] {
                  0x0A, 5, 0x0A, 1, 'k', 0x10, 7, 0x0A, 5, 0x0A, 1, 'l', 0x10, 2, 0x0A, 3, 0x0A, 1,
                  'n'
                }))
        .containsEntry("m", "{\"l\":\"B\",\"n\":\"A\"}");
  }

  /** Two thousand events of a type of two hundred fields, one of which is there. */
  @Test
  void shouldTakeManyMessagesOfTypesWithManyFields() {
    StringBuilder text =
        new StringBuilder(
            "syntax = \"proto3\"; message Batch { repeated Event e = 1; } message Event {");
    for (int i = 1; i <= 200; i++) {
      text.append("string f").append(i).append(" = ").append(i).append(";");
    }
    FormatTable table =
        FormatTable.ofFile(
            MessageFormat.Type.PROTOBUF,
            "Batch",
            setOf(text.append('}').toString()),
            Ingested.table(nullable("e", PrimitiveType.STRING)));
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    for (int i = 0; i < 2000; i++) {
      value.writeBytes(new byte[] {0x0A, 3, 0x0A, 1, 'x'});
    }

    assertThat(table.ingest(value.toByteArray())).isNull();
  }

  /** A few bytes that say: a thousand messages of eighteen fields each. */
  @Test
  void shouldNotDoMoreThanTheBytesAccountFor() {
    StringBuilder text =
        new StringBuilder("syntax = \"proto3\"; message Wide { repeated Wide w = 1;");
    for (int i = 2; i < 400; i++) {
      text.append("int32 f").append(i).append(" = ").append(i).append(";");
    }
    FormatTable table =
        FormatTable.ofFile(
            MessageFormat.Type.PROTOBUF,
            setOf(text.append('}').toString()),
            Ingested.table(nullable("f2", PrimitiveType.LONG)));
    byte[] value = new byte[200_000];
    for (int i = 0; i < value.length; i += 2) {
      value[i] = 0x0A;
    }

    assertThat(errorClass(table, value)).isEqualTo("too-large");
  }

  /** To merge what comes many times takes as long as to read it: no search from the first on. */
  @Test
  void shouldMergeManyPlacesInLinearTime() {
    FormatTable table = inColumns(MessageColumns.of(ORDER));
    byte[] value = new byte[3 * 300_000];
    for (int i = 0; i < value.length; i += 3) {
      value[i] = (byte) 0x82;
      value[i + 1] = 1;
    }

    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(table.ingest(value)).isNull());
  }

  @Test
  void shouldRefuseFilesThatAreNoDescriptorSets() throws IOException {
    Path text = Files.writeString(folder.resolve("a.proto"), ORDERS);
    assertRefused(() -> DescriptorSet.read(text, Optional.empty()), "no descriptor set", "protoc");
    assertRefused(
        () -> DescriptorSet.read(folder.resolve("gone.pb"), Optional.empty()), "NoSuchFile");
    Path several = setOf(ORDERS);
    assertRefused(
        () -> DescriptorSet.read(several, Optional.empty()),
        "several message types: shop.Order, shop.Item",
        "--protobuf_message");
    assertRefused(
        () -> DescriptorSet.read(several, Optional.of("shop.Orders")),
        "no message type shop.Orders, but shop.Order, shop.Item, shop.Item.Part");
    assertThat(
            DescriptorSet.read(several, Optional.of("shop.Item.Part")).message().type().getName())
        .isEqualTo("Part");
    Path lone = setOf("syntax = \"proto3\"; import \"gone.proto\"; message A { gone.B b = 1; }");
    assertRefused(
        () -> DescriptorSet.read(lone, Optional.empty()), "was not given", "--include_imports");
    for (String syntax : List.of("proto2", "proto3")) {
      Path loneEnum = write(fileWith("gone.State", syntax));
      assertRefused(
          () -> DescriptorSet.read(loneEnum, Optional.empty()),
          "type gone.State is in a file that is imported and was not given",
          "--include_imports");
    }
    Path untyped = write(fileWith("", "proto3"));
    assertRefused(
        () -> DescriptorSet.read(untyped, Optional.empty()), "its types can't be used", "protoc");
    Path keyless = write(keylessMap());
    assertRefused(
        () -> DescriptorSet.read(keyless, Optional.empty()), "stands for a map", "protoc");
  }

  private Path write(FileDescriptorProto file) throws IOException {
    return Files.write(
        folder.resolve("written.pb"),
        FileDescriptorSet.newBuilder().addFile(file).build().toByteArray());
  }

  /** A message with a field of an enum; one that has neither type nor name where it is empty. */
  private static FileDescriptorProto fileWith(String enumeration, String syntax) {
    FieldDescriptorProto.Builder state =
        FieldDescriptorProto.newBuilder()
            .setName("state")
            .setNumber(1)
            .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
    if (!enumeration.isEmpty()) {
      state.setType(FieldDescriptorProto.Type.TYPE_ENUM).setTypeName("." + enumeration);
    }
    return FileDescriptorProto.newBuilder()
        .setName("lone.proto")
        .setSyntax(syntax)
        .addDependency("gone.proto")
        .addMessageType(DescriptorProto.newBuilder().setName("A").addField(state))
        .build();
  }

  private static FileDescriptorProto keylessMap() {
    DescriptorProto.Builder entry = DescriptorProto.newBuilder().setName("MEntry");
    entry.getOptionsBuilder().setMapEntry(true);
    FieldDescriptorProto.Builder map =
        FieldDescriptorProto.newBuilder()
            .setName("m")
            .setNumber(1)
            .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)
            .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
            .setTypeName(".A.MEntry");
    return FileDescriptorProto.newBuilder()
        .setName("keyless.proto")
        .addMessageType(
            DescriptorProto.newBuilder().setName("A").addNestedType(entry).addField(map))
        .build();
  }

  @Test
  void shouldAllocateNothingForAMessageOnceWarm() throws InvalidProtocolBufferException {
    MessageReaderLoop loop =
        new MessageReaderLoop(
            order(
                "id: 5 total: 18446744073709551615 note: 'abc' raw: 'xyz' state: DONE"
                    + " marks: [1, 2] items {key: 3 value {name: 'x'}} at {seconds: 5} took {seconds: 4}"
                    + " extra {fields {key: 'a' value {string_value: 'b'}}} parent {id: 6}"));
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    loop.run(20_000);

    long before = thread.getCurrentThreadAllocatedBytes();
    loop.run(20_000);
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated / 20_000.0).isLessThan(8.0);
  }

  private static final class MessageReaderLoop {

    private final ValueTape tape = new ValueTape();
    private final MessageReader reader = new MessageReader(tape);
    private final CompiledMessage message = MessageCompiler.compile(ORDER);
    private final byte[] bytes;

    MessageReaderLoop(byte[] bytes) {
      this.bytes = bytes;
    }

    void run(int times) {
      for (int i = 0; i < times; i++) {
        reader.read(message, bytes, 0, bytes.length);
      }
    }
  }

  /** A table of orders with those columns. */
  private FormatTable inColumns(StructType columns) {
    return FormatTable.ofFile(
        MessageFormat.Type.PROTOBUF,
        "shop.Order",
        setOf(ORDERS),
        new TableSchema(columns, List.of()));
  }

  /** A descriptor set of the text as {@code protoc} writes it. */
  private Path setOf(String text) {
    FileDescriptor file =
        ProtoTexts.link(new RegisteredSchema(1, RegisteredSchema.Kind.PROTOBUF, text, List.of()));
    FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
    file.getDependencies().forEach(imported -> set.addFile(imported.toProto()));
    try {
      return Files.write(
          folder.resolve("set.pb"), set.addFile(file.toProto()).build().toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertRefused(FormatTable table, byte[] value, String... parts) {
    assertThat(table.rejection(value).detail()).contains(parts);
  }

  private static void assertRefused(Runnable action, String... parts) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(action::run)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  private static String errorClass(FormatTable table, byte[] value) {
    return table.rejection(value).errorClass();
  }

  private static byte[] order(String text) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(ORDER);
    try {
      TextFormat.merge(text.replace('\'', '"'), message);
    } catch (TextFormat.ParseException e) {
      throw new IllegalArgumentException(e);
    }
    return message.build().toByteArray();
  }

  private static byte[] nested(int depth) {
    FieldDescriptor parent = ORDER.findFieldByName("parent");
    ByteString bytes = ByteString.EMPTY;
    for (int i = 0; i < depth; i++) {
      bytes = wrapped(parent.getNumber(), bytes);
    }
    return bytes.toByteArray();
  }

  private static ByteString wrapped(int number, ByteString content) {
    ByteString.Output out = ByteString.newOutput();
    try {
      CodedOutputStream coded = CodedOutputStream.newInstance(out);
      coded.writeBytes(number, content);
      coded.flush();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteString();
  }

  private static byte[] wire(int id, int[] indexes, byte[] message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        new byte[] {0, (byte) (id >> 24), (byte) (id >> 16), (byte) (id >> 8), (byte) id});
    try {
      CodedOutputStream coded = CodedOutputStream.newInstance(out);
      coded.writeSInt32NoTag(indexes.length);
      for (int index : indexes) {
        coded.writeSInt32NoTag(index);
      }
      coded.flush();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    out.writeBytes(message);
    return out.toByteArray();
  }
}
