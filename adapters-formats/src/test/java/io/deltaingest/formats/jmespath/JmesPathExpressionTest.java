package io.deltaingest.formats.jmespath;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatRuntimeException;

import com.fasterxml.jackson.databind.JsonNode;
import io.burt.jmespath.function.FunctionRegistry;
import io.deltaingest.formats.json.JsonTokenizer;
import io.deltaingest.formats.value.CompactJson;
import io.deltaingest.formats.value.Utf8Buffer;
import io.deltaingest.formats.value.ValueTape;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JmesPathExpressionTest {

  private static final String MESSAGE =
      """
      {"name": "William", "emoji": "a\uD83D\uDE00b", "n": 1.50, "big": 9007199254740993,
       "huge": 123456789012345678901234567890, "exp": 1e3, "list": [3, 1.0, 2, 1e3],
       "ts": 1626823098, "text_ts": "1626823098", "float_ts": 1626823098.51995,
       "none": null, "yes": true, "o": {"b": 1, "a": {"x": [1.10, "\\u00e9\\/"]}}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "substr(name, `0`, `4`)                        | \"Will\"",
        "substr(name, `3`, `4`)                        | \"liam\"",
        "substr(name, `-1`, `2.9`)                     | \"Wi\"",
        "substr(name, `5`, `100`)                      | \"am\"",
        "substr(name, `100`, `1`)                      | \"\"",
        "substr(name, `1`, `-1`)                       | \"\"",
        "substr(emoji, `1`, `1`)                       | \"\uD83D\uDE00\"",
        "substr(name, n, `1`)                          | \"i\"",
        "substr(substr(name, `1`, `5`), `1`, `2`)      | \"ll\"",
        "epoch_seconds_to_iso8601(ts)                  | \"2021-07-20T23:18:18Z\"",
        "epoch_seconds_to_iso8601(float_ts)            | \"2021-07-20T23:18:18Z\"",
        "epoch_seconds_to_iso8601(to_number(text_ts))  | \"2021-07-20T23:18:18Z\"",
        "epoch_millis_to_iso8601(`1626823098519`)      | \"2021-07-20T23:18:18.519Z\"",
        "epoch_millis_to_iso8601(`1626823098000`)      | \"2021-07-20T23:18:18Z\"",
        "epoch_micros_to_iso8601(`1626823098519950`)   | \"2021-07-20T23:18:18.519950Z\"",
        "epoch_micros_to_iso8601(`1626823098519000`)   | \"2021-07-20T23:18:18.519Z\"",
        "epoch_micros_to_iso8601(`-1`)                 | \"1969-12-31T23:59:59.999999Z\"",
        "epoch_seconds_to_iso8601(`-62167219200`)      | \"0000-01-01T00:00:00Z\"",
        "epoch_seconds_to_iso8601(`253402300799`)      | \"9999-12-31T23:59:59Z\"",
        "epoch_millis_to_micro(`1626823098519.9`)      | 1626823098519000",
        "epoch_millis_to_micro(exp)                    | 1000000",
        "n                                             | 1.50",
        "big                                           | 9007199254740993",
        "big == `9007199254740992`                     | false",
        "[big] == `[9007199254740993.0]`               | true",
        "`1e-400` == `0`                               | false",
        "huge                                          | 123456789012345678901234567890",
        "[exp]                                         | [1e3]",
        "to_string(@.[exp, n, big])                    | \"[1e3,1.50,9007199254740993]\"",
        "to_string(o)                                  | \"{\\\"b\\\":1,\\\"a\\\":{\\\"x\\\":[1.10,\\\"é/\\\"]}}\"",
        "to_number('9007199254740993')                 | 9007199254740993",
        "to_number('1e300')                            | 1e300",
        "to_number('0x1p3')                            | null",
        "to_number(' 1')                               | null",
        "to_number('NaN')                              | null",
        "to_number(yes)                                | null",
        "contains(list, `1`)                           | true",
        "contains(list, length(name))                  | false",
        "contains(list, `1000`)                        | true",
        "list[?@ == `1`]                               | [1.0]",
        "sum(list)                                     | 1006",
        "avg(list)                                     | 251.5",
        "abs(`-3`)                                     | 3",
        "ceil(n)                                       | 2",
        "sort(list)[0]                                 | 1.0",
        "length(emoji)                                 | 3",
        "none                                          | null",
        "missing.far.away                              | null",
        "name.property                                 | null",
        "list.property                                 | null",
        "not_null(none, name)                          | \"William\"",
        "o.a.x[-1]                                     | \"é/\"",
        "{x: name, y: list[1:3]}                       | {\"x\":\"William\",\"y\":[1.0,2]}",
        "keys(o)                                       | [\"b\",\"a\"]",
        "join('-', [name, 'x'])                        | \"William-x\"",
        "starts_with(name, 'Wi') && yes                | true",
        "type(n)                                       | \"number\"",
        "merge(o, {c: `1`}).c                          | 1",
      })
  void shouldSearch(String expression, String expected) {
    assertThat(search(expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "substr(none, `0`, `1`)           | substr",
        "substr(name, '0', `1`)           | substr",
        "substr(name, none, `1`)          | substr",
        "epoch_seconds_to_iso8601(name)   | epoch_seconds_to_iso8601",
        "epoch_millis_to_micro(huge)      | epoch_millis_to_micro",
        "length(n)                        | length",
      })
  void shouldThrowForWhatAFunctionCannotTake(String expression, String named) {
    assertThatRuntimeException().isThrownBy(() -> search(expression)).withMessageContaining(named);
  }

  @Test
  void shouldKnowTheNameOfEveryFunction() {
    FunctionRegistry registry = new ExactRuntime().functionRegistry();

    assertThat(JmesPathFunctions.names())
        .hasSize(26 + 5)
        .allSatisfy(name -> assertThat(registry.getFunction(name)).isNotNull());
  }

  @Property(tries = 5000)
  void shouldFormatInstantsAsTheJdkDoes(
      @ForAll @LongRange(min = -62_167_219_200_000_000L, max = 253_402_300_799_999_999L)
          long micros) {
    Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    long seconds = instant.getEpochSecond();
    long millis = instant.toEpochMilli();

    assertThat(call("epoch_micros_to_iso8601", micros)).isEqualTo(iso(instant));
    assertThat(call("epoch_millis_to_iso8601", millis))
        .isEqualTo(iso(Instant.ofEpochMilli(millis)));
    assertThat(call("epoch_seconds_to_iso8601", seconds))
        .isEqualTo(iso(Instant.ofEpochSecond(seconds)));
    assertThat(call("epoch_millis_to_micro", millis))
        .isEqualTo(Long.toString(TimeUnit.MILLISECONDS.toMicros(millis)));
  }

  private static String iso(Instant instant) {
    return "\"" + DateTimeFormatter.ISO_INSTANT.format(instant) + "\"";
  }

  private static String call(String function, long argument) {
    return search(function + "(`" + argument + "`)");
  }

  private static String search(String expression) {
    ValueTape tape = new ValueTape();
    byte[] text = MESSAGE.getBytes(UTF_8);
    int root = new JsonTokenizer(tape).read(text, 0, text.length);
    JsonNode result = JmesPathExpression.compile(expression).search(JsonTrees.toTree(tape, root));
    Utf8Buffer out = new Utf8Buffer(64);
    CompactJson.write(tape, JsonTrees.toTape(result, tape), out);
    return new String(out.array(), 0, out.length(), UTF_8);
  }
}
