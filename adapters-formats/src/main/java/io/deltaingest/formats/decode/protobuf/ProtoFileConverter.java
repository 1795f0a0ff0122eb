package io.deltaingest.formats.decode.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.squareup.wire.Syntax;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.EnumConstantElement;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.GroupElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.OneOfElement;
import com.squareup.wire.schema.internal.parser.OptionElement;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.TypeElement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A parsed {@code .proto} file as the descriptor that {@code protoc} would make of it, as far as
 * reading messages needs it: without services, extensions, and options other than those that change
 * what is on the wire or what an absent field means. Types that stand for maps and groups come
 * after those that are written as types, so that they have no place among them.
 */
final class ProtoFileConverter {

  private static final Map<String, FieldDescriptorProto.Type> SCALARS =
      Map.ofEntries(
          Map.entry("double", FieldDescriptorProto.Type.TYPE_DOUBLE),
          Map.entry("float", FieldDescriptorProto.Type.TYPE_FLOAT),
          Map.entry("int32", FieldDescriptorProto.Type.TYPE_INT32),
          Map.entry("int64", FieldDescriptorProto.Type.TYPE_INT64),
          Map.entry("uint32", FieldDescriptorProto.Type.TYPE_UINT32),
          Map.entry("uint64", FieldDescriptorProto.Type.TYPE_UINT64),
          Map.entry("sint32", FieldDescriptorProto.Type.TYPE_SINT32),
          Map.entry("sint64", FieldDescriptorProto.Type.TYPE_SINT64),
          Map.entry("fixed32", FieldDescriptorProto.Type.TYPE_FIXED32),
          Map.entry("fixed64", FieldDescriptorProto.Type.TYPE_FIXED64),
          Map.entry("sfixed32", FieldDescriptorProto.Type.TYPE_SFIXED32),
          Map.entry("sfixed64", FieldDescriptorProto.Type.TYPE_SFIXED64),
          Map.entry("bool", FieldDescriptorProto.Type.TYPE_BOOL),
          Map.entry("string", FieldDescriptorProto.Type.TYPE_STRING),
          Map.entry("bytes", FieldDescriptorProto.Type.TYPE_BYTES));
  private static final Comparator<Location> AS_WRITTEN =
      Comparator.comparingInt(Location::getLine).thenComparingInt(Location::getColumn);

  private final ProtoFileElement file;
  private final Syntax syntax;

  ProtoFileConverter(ProtoFileElement file) {
    this.file = file;
    this.syntax = file.getSyntax() == null ? Syntax.PROTO_2 : file.getSyntax();
  }

  FileDescriptorProto convert(String name) {
    FileDescriptorProto.Builder to = FileDescriptorProto.newBuilder().setName(name);
    if (file.getPackageName() != null) {
      to.setPackage(file.getPackageName());
    }
    if (syntax == Syntax.PROTO_3) {
      to.setSyntax("proto3");
    }
    to.addAllDependency(file.getImports());
    for (String open : file.getPublicImports()) {
      to.addPublicDependency(to.getDependencyCount());
      to.addDependency(open);
    }
    to.addAllDependency(file.getWeakImports());
    for (TypeElement type : file.getTypes()) {
      if (type instanceof MessageElement message) {
        to.addMessageType(message(message));
      } else if (type instanceof EnumElement enumeration) {
        to.addEnumType(enumeration(enumeration));
      }
    }
    return to.build();
  }

  private DescriptorProto message(MessageElement message) {
    DescriptorProto.Builder to = DescriptorProto.newBuilder().setName(message.getName());
    for (TypeElement type : message.getNestedTypes()) {
      if (type instanceof MessageElement nested) {
        to.addNestedType(message(nested));
      } else if (type instanceof EnumElement enumeration) {
        to.addEnumType(enumeration(enumeration));
      }
    }
    addFields(message.getFields(), message.getOneOfs(), message.getGroups(), to);
    return to.build();
  }

  private void addFields(
      List<FieldElement> fields,
      List<OneOfElement> oneofs,
      List<GroupElement> groups,
      DescriptorProto.Builder to) {
    List<Placed> all = new ArrayList<>();
    fields.forEach(field -> all.add(new Placed(field.getLocation(), field(field, to), -1)));
    groups.forEach(group -> all.add(new Placed(group.getLocation(), group(group, to), -1)));
    for (OneOfElement oneof : oneofs) {
      int index = to.getOneofDeclCount();
      to.addOneofDecl(OneofDescriptorProto.newBuilder().setName(oneof.getName()));
      oneof
          .getFields()
          .forEach(field -> all.add(new Placed(field.getLocation(), field(field, to), index)));
      oneof
          .getGroups()
          .forEach(group -> all.add(new Placed(group.getLocation(), group(group, to), index)));
    }
    all.sort(Comparator.comparing(Placed::location, AS_WRITTEN));
    for (Placed placed : all) {
      FieldDescriptorProto.Builder field = placed.field();
      if (placed.oneof() >= 0) {
        field.setOneofIndex(placed.oneof());
      } else if (field.getProto3Optional()) {
        field.setOneofIndex(to.getOneofDeclCount());
        to.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + field.getName()));
      }
      to.addField(field);
    }
  }

  private record Placed(Location location, FieldDescriptorProto.Builder field, int oneof) {}

  private FieldDescriptorProto.Builder field(FieldElement field, DescriptorProto.Builder owner) {
    FieldDescriptorProto.Builder to =
        FieldDescriptorProto.newBuilder()
            .setName(field.getName())
            .setNumber(field.getTag())
            .setLabel(label(field.getLabel()));
    String type = field.getType();
    if (type.startsWith("map<")) {
      String entry = entryName(field.getName());
      owner.addNestedType(entry(entry, type));
      to.setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)
          .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
          .setTypeName(entry);
    } else {
      setType(type, to);
      to.setProto3Optional(syntax == Syntax.PROTO_3 && field.getLabel() == Field.Label.OPTIONAL);
    }
    for (OptionElement option : field.getOptions()) {
      if (option.getName().equals("packed") && !option.isParenthesized()) {
        to.getOptionsBuilder().setPacked(String.valueOf(option.getValue()).equals("true"));
      }
    }
    return to;
  }

  private static FieldDescriptorProto.Label label(Field.Label label) {
    if (label == Field.Label.REPEATED) {
      return FieldDescriptorProto.Label.LABEL_REPEATED;
    }
    return label == Field.Label.REQUIRED
        ? FieldDescriptorProto.Label.LABEL_REQUIRED
        : FieldDescriptorProto.Label.LABEL_OPTIONAL;
  }

  /** A name without a type is of an enum or a message: the library finds out when it links. */
  private static void setType(String type, FieldDescriptorProto.Builder to) {
    FieldDescriptorProto.Type scalar = SCALARS.get(type);
    if (scalar != null) {
      to.setType(scalar);
    } else {
      to.setTypeName(type);
    }
  }

  private static DescriptorProto entry(String name, String mapType) {
    int comma = mapType.indexOf(',');
    DescriptorProto.Builder to = DescriptorProto.newBuilder().setName(name);
    to.getOptionsBuilder().setMapEntry(true);
    to.addField(entryField("key", 1, mapType.substring("map<".length(), comma).strip()));
    to.addField(
        entryField("value", 2, mapType.substring(comma + 1, mapType.lastIndexOf('>')).strip()));
    return to.build();
  }

  private static FieldDescriptorProto.Builder entryField(String name, int number, String type) {
    FieldDescriptorProto.Builder to =
        FieldDescriptorProto.newBuilder()
            .setName(name)
            .setNumber(number)
            .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
    setType(type, to);
    return to;
  }

  /** As {@code protoc} calls it: {@code MyFieldEntry}. */
  private static String entryName(String field) {
    StringBuilder name = new StringBuilder();
    boolean begins = true;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '_') {
        begins = true;
      } else {
        name.append(begins && c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c);
        begins = false;
      }
    }
    return name.append("Entry").toString();
  }

  private FieldDescriptorProto.Builder group(GroupElement group, DescriptorProto.Builder owner) {
    DescriptorProto.Builder type = DescriptorProto.newBuilder().setName(group.getName());
    addFields(group.getFields(), List.of(), List.of(), type);
    owner.addNestedType(type);
    return FieldDescriptorProto.newBuilder()
        .setName(group.getName().toLowerCase(Locale.ROOT))
        .setNumber(group.getTag())
        .setLabel(label(group.getLabel()))
        .setType(FieldDescriptorProto.Type.TYPE_GROUP)
        .setTypeName(group.getName());
  }

  private static EnumDescriptorProto enumeration(EnumElement enumeration) {
    EnumDescriptorProto.Builder to =
        EnumDescriptorProto.newBuilder().setName(enumeration.getName());
    for (EnumConstantElement constant : enumeration.getConstants()) {
      to.addValue(
          EnumValueDescriptorProto.newBuilder()
              .setName(constant.getName())
              .setNumber(constant.getTag()));
    }
    for (OptionElement option : enumeration.getOptions()) {
      if (option.getName().equals("allow_alias")) {
        to.getOptionsBuilder().setAllowAlias(String.valueOf(option.getValue()).equals("true"));
      }
    }
    return to.build();
  }
}
