package io.deltaingest.formats.decode.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.formats.value.Excerpt;
import java.util.Base64;

/** Files of message types as a registry keeps them: the text of a {@code .proto} file. */
final class ProtoTexts {

  /** The file that messages are of; it has no name in a registry. */
  private static final String OWN_NAME = "registered.proto";

  private ProtoTexts() {}

  /**
   * The registered file, linked with those that it refers to.
   *
   * @throws IllegalArgumentException when one of them can't be used
   */
  static FileDescriptor link(RegisteredSchema schema) {
    ProtoFiles files = new ProtoFiles();
    for (RegisteredSchema.Reference reference : schema.references()) {
      files.link(parse(reference.name(), reference.text()));
    }
    return files.link(parse(OWN_NAME, schema.text()));
  }

  /** Some producers register a file as the base64 of its descriptor. */
  static FileDescriptorProto parse(String name, String text) {
    FileDescriptorProto descriptor = decode(text);
    if (descriptor != null) {
      return descriptor.toBuilder().setName(name).build();
    }
    try {
      ProtoFileElement file = ProtoParser.Companion.parse(Location.get(name), text);
      return new ProtoFileConverter(file).convert(name);
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("its types are inside of each other too deep", e);
    } catch (IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "it is no .proto file: " + Excerpt.of(String.valueOf(e.getMessage())), e);
    }
  }

  /** Null where it is none: a {@code .proto} file has spaces or punctuation that base64 has not. */
  private static FileDescriptorProto decode(String text) {
    try {
      FileDescriptorProto file =
          FileDescriptorProto.parseFrom(Base64.getDecoder().decode(text.strip()));
      return file.getUnknownFields().asMap().isEmpty() && file.getSerializedSize() > 0
          ? file
          : null;
    } catch (IllegalArgumentException | InvalidProtocolBufferException textual) {
      return null;
    }
  }
}
