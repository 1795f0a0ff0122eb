package io.deltaingest.formats.decode.protobuf;

import com.google.protobuf.AnyProto;
import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.SourceContextProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import io.deltaingest.formats.value.Excerpt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Files of message types, linked by their imports. Those of the well-known types need not be given;
 * a file that is not there does no harm as long as no field is of a type in it, since many are
 * imported for their options only. Not thread-safe.
 */
final class ProtoFiles {

  /** What the library calls the file of a type that it did not find. */
  private static final String PLACEHOLDER = ".placeholder.proto";

  private static final List<FileDescriptor> WELL_KNOWN =
      List.of(
          AnyProto.getDescriptor(),
          ApiProto.getDescriptor(),
          DescriptorProtos.getDescriptor(),
          DurationProto.getDescriptor(),
          EmptyProto.getDescriptor(),
          FieldMaskProto.getDescriptor(),
          SourceContextProto.getDescriptor(),
          StructProto.getDescriptor(),
          TimestampProto.getDescriptor(),
          TypeProto.getDescriptor(),
          WrappersProto.getDescriptor());

  private final Map<String, FileDescriptor> linked = new HashMap<>();

  ProtoFiles() {
    WELL_KNOWN.forEach(file -> linked.put(file.getName(), file));
  }

  /**
   * Links a file with those that it imports, which were linked before.
   *
   * @throws IllegalArgumentException when it contradicts itself or them
   */
  FileDescriptor link(FileDescriptorProto file) {
    List<FileDescriptor> imports = new ArrayList<>();
    for (String name : file.getDependencyList()) {
      if (linked.containsKey(name)) {
        imports.add(linked.get(name));
      }
    }
    try {
      FileDescriptor descriptor =
          FileDescriptor.buildFrom(file, imports.toArray(FileDescriptor[]::new), true);
      linked.put(file.getName(), descriptor);
      return descriptor;
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("its types are inside of each other too deep", e);
    } catch (DescriptorValidationException | NullPointerException | IndexOutOfBoundsException e) {
      // The library holds what it finds against rules, but takes for granted that a field has a
      // type, and that its numbers are of things that are there.
      throw new IllegalArgumentException(
          "its types can't be used: " + Excerpt.of(String.valueOf(e.getMessage())), e);
    }
  }

  /**
   * Whether the type, of a message or an enum, is only known by its name, since the file that has
   * it was not there.
   */
  static boolean isMissing(GenericDescriptor type) {
    return type.getFile().getName().endsWith(PLACEHOLDER);
  }
}
