package io.deltaingest.formats.jmespath;

import com.fasterxml.jackson.databind.JsonNode;
import io.burt.jmespath.RuntimeConfiguration;
import io.burt.jmespath.function.FunctionRegistry;
import io.burt.jmespath.jackson.JacksonRuntime;
import io.burt.jmespath.node.NodeFactory;
import io.deltaingest.formats.json.JsonTokenizer;
import io.deltaingest.formats.value.CompactJson;
import io.deltaingest.formats.value.Utf8Buffer;
import io.deltaingest.formats.value.ValueTape;
import java.nio.charset.StandardCharsets;

/**
 * The interpreter's view of values, made exact: literals, results and text of values are read and
 * written as messages are, so that a number keeps its digits and equals another by value.
 */
final class ExactRuntime extends JacksonRuntime {

  private static final RuntimeConfiguration CONFIGURATION =
      RuntimeConfiguration.builder()
          .withFunctionRegistry(
              FunctionRegistry.defaultRegistry()
                  .extend(new SubstrFunction(), new ToNumberExactlyFunction(), new LengthFunction())
                  .extend(EpochFunction.all()))
          .build();

  private final ShapeRecorder recorder;

  ExactRuntime() {
    super(CONFIGURATION);
    recorder = new ShapeRecorder(super.nodeFactory());
  }

  /** What the expressions compiled by this runtime look like. */
  ShapeRecorder recorder() {
    return recorder;
  }

  @Override
  public NodeFactory<JsonNode> nodeFactory() {
    return recorder;
  }

  @Override
  public JsonNode parseString(String json) {
    if (ExactNumber.isNumber(json)) {
      return ExactNumber.of(json);
    }
    ValueTape tape = new ValueTape();
    JsonTokenizer tokenizer = new JsonTokenizer(tape);
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    int node = tokenizer.read(bytes, 0, bytes.length);
    if (node == ValueTape.NONE) {
      throw new IllegalArgumentException("literal " + json + ": " + tokenizer.errorDetail());
    }
    return JsonTrees.toTree(tape, node);
  }

  @Override
  public String toString(JsonNode value) {
    if (value.isTextual()) {
      return value.textValue();
    }
    if (value instanceof ExactNumber number) {
      return number.text();
    }
    ValueTape tape = new ValueTape();
    Utf8Buffer out = new Utf8Buffer(64);
    CompactJson.write(tape, JsonTrees.toTape(value, tape), out);
    return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
  }

  /** The library's own compares numbers as binary ones, to which {@code 1e-400} is zero. */
  @Override
  public int compare(JsonNode one, JsonNode other) {
    return one.isNumber() && other.isNumber()
        ? one.decimalValue().compareTo(other.decimalValue())
        : super.compare(one, other);
  }

  @Override
  public JsonNode createNumber(long value) {
    return ExactNumber.of(Long.toString(value));
  }

  @Override
  public JsonNode createNumber(double value) {
    return ExactNumber.of(value);
  }
}
