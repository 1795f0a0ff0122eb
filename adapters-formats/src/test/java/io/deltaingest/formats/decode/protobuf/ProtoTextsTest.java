package io.deltaingest.formats.decode.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.AnyProto;
import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.StructProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.RegisteredSchema.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProtoTextsTest {

  /** Files whose text and compiled form come with Protobuf's library. */
  static Stream<FileDescriptor> compiledFiles() {
    return Stream.of(
        DescriptorProtos.getDescriptor(),
        StructProto.getDescriptor(),
        WrappersProto.getDescriptor(),
        TypeProto.getDescriptor(),
        ApiProto.getDescriptor(),
        AnyProto.getDescriptor());
  }

  @ParameterizedTest
  @MethodSource("compiledFiles")
  void shouldMakeOfATextWhatTheCompilerMadeOfIt(FileDescriptor compiled) throws IOException {
    String text;
    try (InputStream in =
        compiled.getClass().getClassLoader().getResourceAsStream(compiled.getFullName())) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    FileDescriptor own = link(text);

    assertThat(own.getPackage()).isEqualTo(compiled.getPackage());
    assertThat(describe(own.getMessageTypes(), own.getEnumTypes()))
        .hasSizeGreaterThan(1)
        .containsExactlyElementsOf(describe(compiled.getMessageTypes(), compiled.getEnumTypes()));
  }

  @Test
  void shouldKnowWhatProto3SaysOfPresenceMapsAndOneofs() {
    Descriptor type =
        link("""
            // A comment
            syntax = "proto3";
            package shop.v1;
            option java_package = "com.example";
            option (my.option) = { name: "x" };
            message Order {
              reserved 4, 9 to 12;
              int64 id = 1 [deprecated = true, (validate.rules).int64.gt = 0];
              optional string note = 2;
              map<string, Item> items_by_name = 3;
              oneof payment { string card = 5; Cash cash = 6; }
              repeated sint32 marks = 7;
              repeated fixed64 plain = 8 [packed = false];
              State state = 13;
              enum State { option allow_alias = true; NEW = 0; FRESH = 0; DONE = 2; }
              message Item { double price = 1; Order parent = 2; }
              message Cash { }
            }
            service Orders { rpc Get (Order) returns (Order); }
            """)
            .getMessageTypes()
            .get(0);

    assertThat(describe(List.of(type), List.of()))
        .containsSubsequence(
            "message shop.v1.Order",
            "id = 1 INT64 DEFAULT",
            "note = 2 STRING NOTHING",
            "items_by_name = 3 MESSAGE map EMPTY shop.v1.Order.ItemsByNameEntry",
            "card = 5 STRING NOTHING payment",
            "cash = 6 MESSAGE NOTHING payment shop.v1.Order.Cash",
            "marks = 7 SINT32 repeated packed EMPTY",
            "plain = 8 FIXED64 repeated EMPTY",
            "state = 13 ENUM DEFAULT shop.v1.Order.State");
    assertThat(type.getNestedTypes().stream().map(Descriptor::getName))
        .as("types that are written come first")
        .containsExactly("Item", "Cash", "ItemsByNameEntry");
  }

  @Test
  void shouldKnowProto2AndItsGroups() {
    FileDescriptor file =
        link(
            """
            message Old {
              required int32 id = 1;
              optional string name = 2 [default = "nobody"];
              repeated int32 many = 3;
              repeated group Part = 4 { optional bytes raw = 1; }
              extensions 100 to max;
            }
            extend Old { optional int32 more = 100; }
            """);

    assertThat(describe(file.getMessageTypes(), List.of()))
        .containsExactly(
            "message Old",
            "id = 1 INT32 REFUSED",
            "name = 2 STRING NOTHING",
            "many = 3 INT32 repeated EMPTY",
            "part = 4 GROUP repeated EMPTY Old.Part",
            "message Old.Part",
            "raw = 1 BYTES NOTHING");
  }

  @Test
  void shouldLinkReferencesByTheirImports() {
    RegisteredSchema schema =
        new RegisteredSchema(
            1,
            RegisteredSchema.Kind.PROTOBUF,
            "syntax = \"proto3\"; import \"shop/item.proto\"; import \"google/protobuf/timestamp.proto\";"
                + " import \"options/nowhere.proto\";"
                + " message Order { shop.Item item = 1; google.protobuf.Timestamp at = 2; }",
            List.of(
                new Reference(
                    "shop/money.proto",
                    "syntax = \"proto3\"; package shop; message Money {int64 cents = 1;}"),
                new Reference(
                    "shop/item.proto",
                    "syntax = \"proto3\"; package shop; import public \"shop/money.proto\";"
                        + " message Item { Money price = 1; }")));

    Descriptor order = ProtoTexts.link(schema).getMessageTypes().get(0);

    assertThat(MessageColumns.of(order).toString()).contains("item", "price", "cents", "at");
    assertThat(order.findFieldByName("item").getMessageType().getFullName()).isEqualTo("shop.Item");
  }

  @Test
  void shouldTakeADescriptorThatWasRegisteredInPlaceOfItsText() {
    String encoded =
        Base64.getEncoder().encodeToString(StructProto.getDescriptor().toProto().toByteArray());

    assertThat(link(encoded).getMessageTypes())
        .hasSameSizeAs(StructProto.getDescriptor().getMessageTypes());
  }

  /** A referenced file may have nothing but enums, or nothing but imports. */
  @Test
  void shouldTakeDescriptorsWithoutMessagesForReferences() {
    String states = "syntax = \"proto3\"; package p; enum State { NEW = 0; DONE = 3; }";
    RegisteredSchema schema =
        new RegisteredSchema(
            1,
            RegisteredSchema.Kind.PROTOBUF,
            "syntax = \"proto3\"; import \"all.proto\"; message A { p.State state = 1; }",
            List.of(
                new Reference("states.proto", encoded("states.proto", states)),
                new Reference(
                    "all.proto",
                    encoded("all.proto", "syntax = \"proto3\"; import public \"states.proto\";"))));

    Descriptor type = ProtoTexts.link(schema).getMessageTypes().get(0);

    assertThat(type.findFieldByName("state").getEnumType().findValueByNumber(3).getName())
        .isEqualTo("DONE");
  }

  private static String encoded(String name, String text) {
    return Base64.getEncoder().encodeToString(ProtoTexts.parse(name, text).toByteArray());
  }

  @Test
  void shouldSayWhatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> link("{\"type\": \"record\"}"))
        .withMessageContaining("it is no .proto file");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> link("message A { optional int32 a = 1; optional int32 b = 1; }"))
        .withMessageContaining("its types can't be used")
        .withMessageContaining("1");
    FileDescriptor unlinked =
        link("syntax = \"proto3\"; import \"gone.proto\"; message A { gone.B b = 1; }");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MessageCompiler.compile(unlinked.getMessageTypes().get(0)))
        .withMessageContaining("gone.B is in a file that is imported and was not given");
  }

  @Test
  void shouldTakeTheColumnsOfTheTypeThatIsNoPartOfAnother() {
    String address = "message Address { string street = 1; } ";
    String order = "message Order { int64 id = 1; Address at = 2; repeated Order parts = 3; } ";

    assertThat(columns(address + order))
        .contains("id:long", "at:struct<street:string>")
        .doesNotContain("street:string");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> columns(address + order + "message Other { int32 a = 1; }"))
        .withMessageContaining("Address, Order, Other only messages say");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> columns("message Empty {}"))
        .withMessageContaining("Empty has no fields");
  }

  private static List<String> columns(String types) {
    RegisteredSchema schema =
        new RegisteredSchema(
            1, RegisteredSchema.Kind.PROTOBUF, "syntax = \"proto3\";" + types, List.of());
    return MessageColumns.of(schema).fields().stream()
        .map(field -> field.name() + ":" + field.type().describe())
        .toList();
  }

  @Test
  void shouldRefuseTypesWithoutEnd() {
    StringBuilder connected = new StringBuilder("syntax = \"proto3\";");
    for (int type = 0; type < 12; type++) {
      connected.append("message T").append(type).append(" {");
      for (int other = 0; other < 12; other++) {
        connected.append("T%d f%d = %d;".formatted(other, other, other + 1));
      }
      connected.append("}");
    }
    Descriptor first = link(connected.toString()).getMessageTypes().get(0);
    String deep = "syntax = \"proto3\";" + "message A {".repeat(20_000) + "}".repeat(20_000);

    assertThat(MessageColumns.ofOrNull(first)).isNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MessageColumns.of(first))
        .withMessageContaining("more than 2000 fields");
    assertThat(MessageCompiler.compile(first).plan().fields()).hasSize(12);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> link(deep))
        .withMessageContaining("inside of each other too deep");
  }

  private static FileDescriptor link(String text) {
    return ProtoTexts.link(
        new RegisteredSchema(1, RegisteredSchema.Kind.PROTOBUF, text, List.of()));
  }

  /** All that reading depends on, in lines; types that stand for maps or groups by their fields. */
  private static List<String> describe(List<Descriptor> types, List<EnumDescriptor> enums) {
    List<String> lines = new ArrayList<>();
    for (Descriptor type : types) {
      lines.add("message " + type.getFullName());
      for (FieldDescriptor field : type.getFields()) {
        lines.add(describe(field));
      }
      lines.addAll(
          describe(
              type.getNestedTypes().stream().filter(t -> !t.getOptions().getMapEntry()).toList(),
              type.getEnumTypes()));
    }
    for (EnumDescriptor type : enums) {
      lines.add("enum " + type.getFullName() + (type.isClosed() ? " closed" : ""));
      for (EnumValueDescriptor value : type.getValues()) {
        lines.add(value.getName() + " = " + value.getNumber());
      }
    }
    return lines;
  }

  private static String describe(FieldDescriptor field) {
    OneofDescriptor oneof = field.getRealContainingOneof();
    String absence =
        field.isRepeated()
            ? "EMPTY"
            : field.isRequired() ? "REFUSED" : field.hasPresence() ? "NOTHING" : "DEFAULT";
    String type =
        switch (field.getJavaType()) {
          case MESSAGE -> " " + field.getMessageType().getFullName();
          case ENUM -> " " + field.getEnumType().getFullName();
          default -> "";
        };
    return field.getName()
        + " = "
        + field.getNumber()
        + " "
        + field.getType()
        + (field.isMapField() ? " map" : field.isRepeated() ? " repeated" : "")
        + (field.isPacked() ? " packed" : "")
        + " "
        + absence
        + (oneof == null ? "" : " " + oneof.getName())
        + type;
  }
}
