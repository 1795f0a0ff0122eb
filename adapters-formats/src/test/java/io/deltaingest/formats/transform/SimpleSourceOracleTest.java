package io.deltaingest.formats.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.formats.RandomJson;
import io.deltaingest.formats.TestMessage;
import io.deltaingest.formats.jmespath.JmesPathExpression;
import io.deltaingest.formats.jmespath.JsonTrees;
import io.deltaingest.formats.json.JsonTokenizer;
import io.deltaingest.formats.value.CompactJson;
import io.deltaingest.formats.value.Utf8Buffer;
import io.deltaingest.formats.value.ValueTape;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds what is answered on the tape equal to what the interpreter says. */
class SimpleSourceOracleTest {

  private static final String FAILED = "failed";
  private static final String[] PATHS = {
    "a",
    "b",
    "meta",
    "meta.timestamp",
    "a.meta",
    "a.b",
    "\"a.b\"",
    "\"\"",
    "\"é\".a",
    "a | b",
    "nameOfEight",
    "nameOfMoreThanSixteen.a",
    "missing",
    "@",
    "@.a",
    "(a).b",
    " a . meta "
  };
  private static final String[] COUNTS = {
    "0", "1", "4", "10", "-3", "2.9", "1e1", "0.0", "999999999999", "1e300"
  };
  private static final String[] CONSTANTS = {
    "'a'",
    "''",
    "'1'",
    "`\"é\"`",
    "`null`",
    "`true`",
    "`false`",
    "`0`",
    "`1`",
    "`-0.0`",
    "`1.0`",
    "`1e3`",
    "`9007199254740993`",
    "`12345678901234567890123`"
  };
  private static final String[] EPOCH_FUNCTIONS = {
    "epoch_seconds_to_iso8601",
    "epoch_millis_to_iso8601",
    "epoch_micros_to_iso8601",
    "epoch_millis_to_micro"
  };

  @Property(tries = 20_000)
  void shouldAgreeWithTheInterpreter(@ForAll long seed) {
    String message = new RandomJson(seed, true).object();
    String expression = expression(new Random(seed));

    TransformSource simple = simpleSource(expression);

    assertThat(simple).isNotInstanceOf(JmesPathSource.class);
    assertThat(result(simple, message))
        .as("%s over %s", expression, message)
        .isEqualTo(interpreted(expression, message));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a[0]",
        "substr(a, b, `1`)",
        "substr(a, `0`, `1`).b",
        "a.substr(@, `0`, `1`)",
        "epoch_seconds_to_iso8601(to_number(a))",
        "length(a)",
        "length(a) == `1`",
        "a == b",
        "a == `[]`",
        "length(a) || b",
        "[a] && b",
        "!length(a)",
        "a > `1`",
        "[a, b]",
        "{x: a}"
      })
  void shouldLeaveOtherExpressionsToTheInterpreter(String expression) {
    assertThat(simpleSource(expression)).isInstanceOf(JmesPathSource.class);
  }

  @Property(tries = 20_000)
  void shouldAgreeWhereAPartIsInterpreted(@ForAll long seed) {
    String message = new RandomJson(seed, true).object();
    Random random = new Random(seed);
    String expression = partlyInterpreted(random);

    TransformSource source = simpleSource(expression);

    assertThat(source).as(expression).isNotInstanceOf(JmesPathSource.class);
    assertThat(result(source, message))
        .as("%s over %s", expression, message)
        .isEqualTo(interpreted(expression, message));
  }

  @Test
  void shouldLeaveOnlyThePartThatNeedsItToTheInterpreter() {
    LogicSource source = (LogicSource) simpleSource("a == `1` && b || join('-', [b, b])");

    assertThat(source.first()).isInstanceOf(LogicSource.class);
    assertThat(source.second()).isInstanceOf(JmesPathSource.class);
  }

  /** The interpreter is given no more of a message than the expression can read. */
  @Property(tries = 20_000)
  void shouldReadAllThatAnExpressionDependsOn(@ForAll long seed) {
    String message = new RandomJson(seed, true).object();
    Random random = new Random(seed);
    String expression = hard(random);
    if (random.nextBoolean()) {
      expression = hard(random) + (random.nextBoolean() ? " | " : " || ") + expression;
    }

    TransformSource source = simpleSource(expression);

    assertThat(source).as(expression).isInstanceOf(JmesPathSource.class);
    assertThat(result(source, message))
        .as("%s over %s", expression, message)
        .isEqualTo(interpreted(expression, message));
  }

  private static String partlyInterpreted(Random random) {
    String simple = "(" + expression(random) + ")";
    String both = simple + (random.nextBoolean() ? " && " : " || ") + "(" + hard(random) + ")";
    return switch (random.nextInt(4)) {
      case 0 -> "!(" + both + ")";
      case 1 -> "(" + both + ") || (" + PATHS[random.nextInt(PATHS.length)] + ")";
      case 2 -> equality(random, both);
      default -> both;
    };
  }

  private static String hard(Random random) {
    String path = PATHS[random.nextInt(PATHS.length)];
    return switch (random.nextInt(16)) {
      case 0 -> "length(" + path + ")";
      case 1 -> "[" + path + ", a]";
      case 2 -> "(" + path + ") > `0`";
      case 3 -> "{x: " + path + "}";
      case 4 -> "to_string(" + path + ") | length(@)";
      case 5 -> "sort(keys(@))";
      case 6 -> "*.a";
      case 7 -> "* | [0]";
      case 8 -> "(" + path + ")[0]";
      case 9 -> "(" + path + ")[?a].b";
      case 10 -> "(" + path + ")[].meta";
      case 11 -> "(" + path + ").*";
      case 12 -> "[0]";
      case 13 -> "[?a] | length(@)";
      case 14 -> "map(&meta, to_array(" + path + "))";
      default -> "not_null(" + path + ", missing, a)";
    };
  }

  private static String expression(Random random) {
    String path = PATHS[random.nextInt(PATHS.length)];
    return switch (random.nextInt(11)) {
      case 0 -> path;
      case 10 -> CONSTANTS[random.nextInt(CONSTANTS.length)];
      case 1 -> epoch(random, path);
      case 2 -> substring(random, path);
      case 3 -> substring(random, epoch(random, path));
      case 4 -> epoch(random, epoch(random, path));
      case 5, 6 -> equality(random, path);
      case 7 -> "!(" + (random.nextBoolean() ? path : equality(random, path)) + ")";
      default -> {
        String operator = random.nextBoolean() ? " && " : " || ";
        String other = PATHS[random.nextInt(PATHS.length)];
        yield "("
            + (random.nextBoolean() ? path : equality(random, path))
            + ")"
            + operator
            + "("
            + (random.nextBoolean() ? other : equality(random, other))
            + ")";
      }
    };
  }

  private static String equality(Random random, String path) {
    String constant = CONSTANTS[random.nextInt(CONSTANTS.length)];
    String operator = random.nextBoolean() ? " == " : " != ";
    String value = "(" + path + ")";
    return random.nextBoolean() ? value + operator + constant : constant + operator + value;
  }

  private static String epoch(Random random, String argument) {
    return EPOCH_FUNCTIONS[random.nextInt(EPOCH_FUNCTIONS.length)] + "(" + argument + ")";
  }

  private static String substring(Random random, String argument) {
    return "substr("
        + argument
        + ",`"
        + COUNTS[random.nextInt(COUNTS.length)]
        + "`, `"
        + COUNTS[random.nextInt(COUNTS.length)]
        + "`)";
  }

  private static TransformSource simpleSource(String expression) {
    return TransformCompiler.compile(new Transform("x", expression), false).source();
  }

  /** What the interpreter says of the whole message. */
  private static String interpreted(String expression, String message) {
    ValueTape tape = new ValueTape();
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    int root = new JsonTokenizer(tape).read(text, 0, text.length);
    try {
      JsonNode result = JmesPathExpression.compile(expression).search(JsonTrees.toTree(tape, root));
      return json(tape, JsonTrees.toTape(result, tape));
    } catch (RuntimeException e) {
      return FAILED;
    }
  }

  /** The result as JSON text; none and null are the same to a transform. */
  private static String result(TransformSource source, String message) {
    ValueTape tape = new ValueTape();
    Evaluation evaluation = evaluation(tape, message);
    int node = source.evaluate(evaluation);
    if (node == Evaluation.FAILED) {
      assertThat(evaluation.failure()).isNotBlank();
      return FAILED;
    }
    if (node == ValueTape.NONE) {
      return "null";
    }
    return json(tape, node);
  }

  private static String json(ValueTape tape, int node) {
    Utf8Buffer out = new Utf8Buffer(64);
    CompactJson.write(tape, node, out);
    return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
  }

  private static Evaluation evaluation(ValueTape tape, String message) {
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    int root = new JsonTokenizer(tape).read(text, 0, text.length);
    Evaluation evaluation = new Evaluation(null);
    evaluation.begin(tape, root, TestMessage.of(message));
    return evaluation;
  }
}
