package io.deltaingest.formats.decode.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The message type of a stream, from a file that {@code protoc} made. Immutable. */
public final class DescriptorSet {

  private static final String MAKE =
      "Make it with: protoc --include_imports --descriptor_set_out=FILE YOUR.proto";
  private static final String NAME_IT =
      "Name one of them: --protobuf_message, format.message (of keys: format.key.message)";

  private static final int MOST_SHOWN = 30;

  private final CompiledMessage message;

  private DescriptorSet(CompiledMessage message) {
    this.message = message;
  }

  /**
   * Reads a file with a {@code FileDescriptorSet}.
   *
   * @param messageType the full name of the type; empty where the last file of the set has no more
   *     than one outside of others
   * @throws ConfigurationException when it can't be read, or has no such type
   */
  public static DescriptorSet read(Path file, Optional<String> messageType) {
    try {
      List<FileDescriptor> linked = link(bytesOf(file));
      Descriptor type =
          messageType.isPresent() ? find(linked, messageType.get(), file) : only(linked, file);
      return new DescriptorSet(MessageCompiler.compile(type));
    } catch (IllegalArgumentException e) {
      throw refused(file, e.getMessage(), MAKE, e);
    }
  }

  CompiledMessage message() {
    return message;
  }

  private static byte[] bytesOf(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw refused(file, e.toString(), "Give the path of a file, readable by this process", e);
    }
  }

  private static List<FileDescriptor> link(byte[] bytes) {
    FileDescriptorSet set;
    try {
      set = FileDescriptorSet.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("it is no descriptor set: " + e.getMessage(), e);
    }
    if (set.getFileCount() == 0 || !set.getUnknownFields().asMap().isEmpty()) {
      throw new IllegalArgumentException("it is no descriptor set");
    }
    ProtoFiles files = new ProtoFiles();
    List<FileDescriptor> linked = new ArrayList<>();
    for (FileDescriptorProto file : set.getFileList()) {
      linked.add(files.link(file));
    }
    return linked;
  }

  private static Descriptor find(List<FileDescriptor> files, String name, Path file) {
    Map<String, Descriptor> types = new LinkedHashMap<>();
    files.forEach(each -> addAll(each.getMessageTypes(), types));
    Descriptor found = types.get(name);
    if (found == null) {
      throw refused(
          file, "it has no message type " + name + ", but " + shown(types.keySet()), NAME_IT, null);
    }
    return found;
  }

  /** Not the well-known ones that come with the imports, nor all of very many. */
  private static String shown(Set<String> names) {
    List<String> own = names.stream().filter(name -> !name.startsWith("google.protobuf.")).toList();
    return String.join(", ", own.subList(0, Math.min(own.size(), MOST_SHOWN)))
        + (own.size() > MOST_SHOWN ? ", …" : "");
  }

  private static void addAll(List<Descriptor> types, Map<String, Descriptor> all) {
    for (Descriptor type : types) {
      if (!type.getOptions().getMapEntry()) {
        all.put(type.getFullName(), type);
        addAll(type.getNestedTypes(), all);
      }
    }
  }

  private static Descriptor only(List<FileDescriptor> files, Path file) {
    FileDescriptor last = files.get(files.size() - 1);
    List<Descriptor> types = last.getMessageTypes();
    if (types.size() != 1) {
      List<String> names = types.stream().map(Descriptor::getFullName).toList();
      throw refused(
          file,
          types.isEmpty()
              ? last.getName() + ", its last file, has no message type"
              : last.getName()
                  + ", its last file, has several message types: "
                  + String.join(", ", names),
          NAME_IT,
          null);
    }
    return types.get(0);
  }

  private static ConfigurationException refused(
      Path file, String cause, String remedy, Throwable origin) {
    return new ConfigurationException(
        Problem.of("The Protobuf descriptor set at " + file + " can't be used", cause, remedy),
        origin);
  }
}
