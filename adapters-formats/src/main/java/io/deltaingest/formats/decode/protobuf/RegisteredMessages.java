package io.deltaingest.formats.decode.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The message types of a registered file, each compiled when it comes first. Not thread-safe. */
final class RegisteredMessages {

  private final FileDescriptor file;
  private final List<Compiled> compiled = new ArrayList<>();

  RegisteredMessages(FileDescriptor file) {
    this.file = file;
  }

  /**
   * The type at those places: of one among the file's types, the next among the types inside of
   * that, and so on. Types that stand for maps have no place.
   *
   * @return null where there is none
   * @throws IllegalArgumentException when it can't be used
   */
  CompiledMessage find(int[] indexes, int count) {
    for (int i = 0; i < compiled.size(); i++) {
      if (compiled.get(i).isAt(indexes, count)) {
        return compiled.get(i).message;
      }
    }
    List<Descriptor> types = file.getMessageTypes();
    Descriptor type = null;
    for (int i = 0; i < count; i++) {
      if (indexes[i] < 0 || indexes[i] >= types.size()) {
        return null;
      }
      type = types.get(indexes[i]);
      types = type.getNestedTypes();
    }
    if (type == null || type.getOptions().getMapEntry()) {
      return null;
    }
    CompiledMessage message = MessageCompiler.compile(type);
    compiled.add(new Compiled(Arrays.copyOf(indexes, count), message));
    return message;
  }

  private static final class Compiled {

    private final int[] indexes;
    private final CompiledMessage message;

    Compiled(int[] indexes, CompiledMessage message) {
      this.indexes = indexes;
      this.message = message;
    }

    boolean isAt(int[] others, int count) {
      return Arrays.equals(indexes, 0, indexes.length, others, 0, count);
    }
  }
}
