package io.deltaingest.formats.value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names that a schema knows before any message: of properties, and texts that are values. Each has
 * a number. Immutable.
 */
public final class SchemaNames {

  static final SchemaNames NONE = new Builder().build();

  private final byte[] bytes;
  private final int[] starts;
  private final int[] hashes;

  private SchemaNames(byte[] bytes, int[] starts) {
    this.bytes = bytes;
    this.starts = starts;
    this.hashes = new int[starts.length - 1];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = NameWords.hash(bytes, starts[i], starts[i + 1] - starts[i]);
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int start(int name) {
    return starts[name];
  }

  int length(int name) {
    return starts[name + 1] - starts[name];
  }

  int hash(int name) {
    return hashes[name];
  }

  /** Numbers names in the order in which they come. Not thread-safe. */
  public static final class Builder {

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    /** The number of that name. */
    public int add(String name) {
      Integer known = numbers.putIfAbsent(name, names.size());
      if (known != null) {
        return known;
      }
      names.add(name);
      return names.size() - 1;
    }

    /** All names added so far. */
    public SchemaNames build() {
      Utf8Buffer bytes = new Utf8Buffer(256);
      int[] starts = new int[names.size() + 1];
      for (int i = 0; i < names.size(); i++) {
        byte[] name = names.get(i).getBytes(StandardCharsets.UTF_8);
        bytes.append(name, 0, name.length);
        starts[i + 1] = bytes.length();
      }
      return new SchemaNames(bytes.array(), starts);
    }
  }
}
