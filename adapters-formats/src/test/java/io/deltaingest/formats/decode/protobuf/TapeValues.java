package io.deltaingest.formats.decode.protobuf;

import io.deltaingest.formats.value.ValueTape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads values back from a tape as plain Java values; bytes as {@code 0x…}. */
final class TapeValues {

  private TapeValues() {}

  static Object of(ValueTape tape, int node) {
    return switch (tape.kind(node)) {
      case ValueTape.NULL -> null;
      case ValueTape.FALSE -> false;
      case ValueTape.TRUE -> true;
      case ValueTape.INTEGER -> tape.integer(node);
      case ValueTape.NUMBER -> new BigInteger(tape.text(node));
      case ValueTape.STRING -> tape.text(node);
      case ValueTape.DOUBLE -> tape.floating(node);
      case ValueTape.FLOAT -> (float) tape.floating(node);
      case ValueTape.BYTES -> {
        int start = tape.textStart(node);
        yield hex(Arrays.copyOfRange(tape.textArray(node), start, start + tape.textLength(node)));
      }
      case ValueTape.ARRAY -> {
        List<Object> elements = new ArrayList<>();
        for (int e = tape.firstElement(node); e != ValueTape.NONE; e = tape.nextElement(e)) {
          elements.add(of(tape, e));
        }
        yield elements;
      }
      default -> {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int m = tape.firstMember(node); m != ValueTape.NONE; m = tape.nextMember(m)) {
          if (members.containsKey(tape.text(m))) {
            throw new AssertionError("twice: " + tape.text(m));
          }
          members.put(tape.text(m), of(tape, tape.value(m)));
        }
        yield members;
      }
    };
  }

  static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }
}
