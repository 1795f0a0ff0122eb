package io.deltaingest.formats.jmespath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltaingest.formats.value.FloatingDigits;
import io.deltaingest.formats.value.ValueTape;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Carries values between a tape and the trees that the interpreter works on. */
public final class JsonTrees {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_LONG_DIGITS = 18;

  private JsonTrees() {}

  /** A tree of the value, independent of the tape. */
  public static JsonNode toTree(ValueTape tape, int node) {
    return switch (tape.kind(node)) {
      case ValueTape.NULL -> NODES.nullNode();
      case ValueTape.FALSE -> NODES.booleanNode(false);
      case ValueTape.TRUE -> NODES.booleanNode(true);
      case ValueTape.INTEGER -> ExactNumber.of(Long.toString(tape.integer(node)));
      case ValueTape.NUMBER -> ExactNumber.of(tape.text(node));
      case ValueTape.STRING -> NODES.textNode(tape.text(node));
      case ValueTape.ARRAY -> toArray(tape, node);
      case ValueTape.BYTES -> toByteNumbers(tape, node);
      case ValueTape.DOUBLE, ValueTape.FLOAT -> toNumber(tape, node);
      default -> toObject(tape, node);
    };
  }

  /** Adds the tree to the tape and returns its node. */
  public static int toTape(JsonNode tree, ValueTape tape) {
    return switch (tree.getNodeType()) {
      case BOOLEAN -> tape.addBoolean(tree.booleanValue());
      case NUMBER -> addNumber(tree.asText(), tape);
      case STRING -> {
        byte[] text = tree.textValue().getBytes(StandardCharsets.UTF_8);
        yield tape.addString(text, 0, text.length);
      }
      case ARRAY -> addArray(tree, tape);
      case OBJECT -> addObject(tree, tape);
      case NULL, MISSING -> tape.addNull();
      default -> throw new IllegalArgumentException("JSON has no " + tree.getNodeType());
    };
  }

  private static ArrayNode toArray(ValueTape tape, int array) {
    ArrayNode elements = NODES.arrayNode();
    for (int e = tape.firstElement(array); e != ValueTape.NONE; e = tape.nextElement(e)) {
      elements.add(toTree(tape, e));
    }
    return elements;
  }

  private static ArrayNode toByteNumbers(ValueTape tape, int bytes) {
    ArrayNode numbers = NODES.arrayNode();
    int end = tape.textStart(bytes) + tape.textLength(bytes);
    for (int i = tape.textStart(bytes); i < end; i++) {
      numbers.add(ExactNumber.of(Integer.toString(tape.textArray(bytes)[i] & 0xFF)));
    }
    return numbers;
  }

  private static JsonNode toNumber(ValueTape tape, int node) {
    String text = FloatingDigits.of(tape, node);
    return Double.isFinite(tape.floating(node)) ? ExactNumber.of(text) : NODES.textNode(text);
  }

  private static ObjectNode toObject(ValueTape tape, int object) {
    ObjectNode members = NODES.objectNode();
    for (int m = tape.firstMember(object); m != ValueTape.NONE; m = tape.nextMember(m)) {
      members.set(tape.text(m), toTree(tape, tape.value(m)));
    }
    return members;
  }

  private static int addNumber(String text, ValueTape tape) {
    if (isShortInteger(text)) {
      return tape.addInteger(Long.parseLong(text));
    }
    int start = tape.scratch().length();
    tape.scratch().appendAscii(text);
    return tape.addScratchNumber(start);
  }

  private static boolean isShortInteger(String text) {
    int first = text.charAt(0) == '-' ? 1 : 0;
    if (text.length() - first > MAX_LONG_DIGITS || text.equals("-0")) {
      return false;
    }
    for (int i = first; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static int addArray(JsonNode tree, ValueTape tape) {
    int array = tape.addArray();
    for (JsonNode element : tree) {
      tape.append(array, toTape(element, tape));
    }
    return array;
  }

  private static int addObject(JsonNode tree, ValueTape tape) {
    int object = tape.addObject();
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
      int start = tape.scratch().length();
      tape.scratch().append(name, 0, name.length);
      int member = tape.addScratchMember(object, start);
      tape.setValue(member, toTape(entry.getValue(), tape));
    }
    return object;
  }
}
