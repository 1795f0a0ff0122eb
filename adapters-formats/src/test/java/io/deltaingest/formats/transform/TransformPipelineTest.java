package io.deltaingest.formats.transform;

import static io.deltaingest.domain.model.StructField.nullable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.Rejection.Stage;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.formats.Ingested;
import io.deltaingest.formats.TestMessage;
import io.deltaingest.formats.json.JsonTokenizer;
import io.deltaingest.formats.value.CompactJson;
import io.deltaingest.formats.value.Utf8Buffer;
import io.deltaingest.formats.value.ValueTape;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransformPipelineTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // a missing parent is created, a parent that is no object is replaced
        "{}                      | a.b.c: x   | null",
        "{\"x\":1}               | a.b.c: x   | {\"b\":{\"c\":1}}",
        "{\"x\":1,\"a\":7}       | a.b.c: x   | {\"b\":{\"c\":1}}",
        "{\"x\":1,\"a\":[1]}     | a.b: x     | {\"b\":1}",
        "{\"x\":1,\"a\":null}    | a.b: x     | {\"b\":1}",
        // siblings stay, in order; a new property comes last
        "{\"x\":1,\"a\":{\"p\":1,\"b\":2,\"q\":3}} | a.b: x | {\"p\":1,\"b\":1,\"q\":3}",
        "{\"x\":1,\"a\":{\"p\":1}} | a.b: x   | {\"p\":1,\"b\":1}",
        // null sets nothing
        "{\"x\":null,\"a\":5}    | a: x       | 5",
        "{\"a\":5}               | a: missing | 5",
        "{\"a\":{\"b\":1}}       | a.b: missing.far | {\"b\":1}",
        // a value is replaced by whatever the source gives
        "{\"x\":{\"y\":[1.50]},\"a\":5} | a: x | {\"y\":[1.50]}",
        "{\"x\":false,\"a\":5}   | a: x       | false",
      })
  void shouldSetAProperty(String message, String transform, String a) {
    assertThat(
            Ingested.into(transforms(transform), nullable("a", PrimitiveType.STRING)).row(message))
        .containsEntry("a", a.equals("null") ? null : a);
  }

  @Test
  void shouldEvaluateEachTransformOverTheMessageAsItCame() {
    Map<String, Object> row =
        strings("{\"a\":\"1\",\"b\":\"2\"}", List.of("a", "b", "c"), "a: b", "b: a", "c: a");

    assertThat(row.values()).containsExactly("2", "1", "1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // none meets another one
        "b.c: x.y ; b.d: kafka.offset   | {\"x\":{\"y\":1},\"b\":{\"c\":1,\"d\":7}}",
        "x.z: x.y ; x.n.o: kafka.offset | {\"x\":{\"y\":1,\"z\":1,\"n\":{\"o\":7}}}",
        // one reads what another one sets, or what it is a part of
        "x.y: kafka.offset ; b: x.y     | {\"x\":{\"y\":7},\"b\":1}",
        "x.y: kafka.offset ; b: x       | {\"x\":{\"y\":7},\"b\":{\"y\":1}}",
        "b: x ; x.y: kafka.offset       | {\"x\":{\"y\":7},\"b\":{\"y\":1}}",
        "b: x ; b.y: kafka.offset       | {\"x\":{\"y\":1},\"b\":{\"y\":7}}",
        "b: x ; b.n: kafka.offset       | {\"x\":{\"y\":1},\"b\":{\"y\":1,\"n\":7}}",
        "x.n: kafka.offset ; b: not_null(x) | {\"x\":{\"y\":1,\"n\":7},\"b\":{\"y\":1}}",
        "b: not_null(x) ; x.n: kafka.offset | {\"x\":{\"y\":1,\"n\":7},\"b\":{\"y\":1}}",
        "x.n: x                         | {\"x\":{\"y\":1,\"n\":{\"y\":1}}}",
        "x: kafka.offset ; b: x.y       | {\"x\":7,\"b\":1}",
      })
  void shouldNotLetOneTransformSeeWhatAnotherOneSets(String transforms, String result) {
    ValueTape tape = new ValueTape();
    byte[] json = "{\"x\":{\"y\":1}}".getBytes(UTF_8);
    TransformPipeline pipeline =
        TransformPlan.compile(
                Stream.of(transforms.split(";"))
                    .map(one -> transforms(one.strip()).get(0))
                    .toList())
            .newPipeline();

    for (int message = 0; message < 2; message++) {
      int root = new JsonTokenizer(tape).read(json, 0, json.length);
      int transformed = pipeline.apply(tape, root, TestMessage.of(json).withOffset(7));
      Utf8Buffer out = new Utf8Buffer(64);
      CompactJson.write(tape, transformed, out);

      assertThat(new String(out.array(), 0, out.length(), UTF_8)).isEqualTo(result);
    }
  }

  @Test
  void shouldApplyTransformsInOrder() {
    assertThat(strings("{\"x\":1}", List.of("a"), "a.b: x", "a: x")).containsEntry("a", "1");
    assertThat(strings("{\"x\":1}", List.of("a"), "a: x", "a.b: x"))
        .containsEntry("a", "{\"b\":1}");
  }

  @Test
  void shouldMergeIntoAnObjectThatATransformSetWithoutChangingItsOrigin() {
    Map<String, Object> row =
        strings(
            "{\"x\":{\"p\":1}}", List.of("a", "x", "b"), "a: x", "a.q: x.p", "b: x", "b.p: `9`");

    assertThat(row)
        .containsEntry("a", "{\"p\":1,\"q\":1}")
        .containsEntry("x", "{\"p\":1}")
        .containsEntry("b", "{\"p\":9}");
  }

  @Test
  void shouldApplyOnlyTheLastTransformOfAProperty() {
    assertThat(strings("{\"x\":1,\"y\":2}", List.of("a"), "a: x", "a: y")).containsEntry("a", "2");
    assertThat(strings("{\"x\":1,\"a\":0}", List.of("a"), "a: x", "a: missing"))
        .containsEntry("a", "0");
    assertThat(strings("{\"x\":1,\"y\":2}", List.of("a"), "a: substr(x, `0`, `1`)", "a: y"))
        .containsEntry("a", "2");
  }

  @Test
  void shouldMergeIntoMapColumns() {
    Ingested table =
        Ingested.into(
            transforms("attrs.offset: kafka.offset"),
            nullable("attrs", new MapType(PrimitiveType.STRING, PrimitiveType.STRING, true)));

    assertThat(table.row(TestMessage.of("{\"attrs\":{\"k\":\"v\"}}").withOffset(9)))
        .containsEntry("attrs", Map.of("k", "v", "offset", "9"));
  }

  @Test
  void shouldCountATransformedPropertyWithoutAColumn() {
    Ingested table =
        Ingested.into(transforms("nowhere.x: kafka.offset"), nullable("a", PrimitiveType.STRING));

    table.row("{\"a\":1}");

    assertThat(table.dropped()).containsExactly(Map.entry("nowhere", 1L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}               | substr(x, `0`, `1`)            | null",
        "{\"x\":null}     | substr(x, `0`, `1`)            | null",
        "{\"x\":7}        | substr(x, `0`, `1`)            | number",
        "{\"x\":[\"a\"]}  | substr(x, `0`, `1`)            | array",
        "{}               | epoch_seconds_to_iso8601(x)    | null",
        "{\"x\":\"7\"}    | epoch_millis_to_iso8601(x)     | string",
        "{\"x\":true}     | epoch_micros_to_iso8601(x)     | boolean",
        "{\"x\":{}}       | epoch_millis_to_micro(x)       | object",
        "{}               | length(x)                      | null",
        "{\"x\":1}        | join('', x)                    | number",
      })
  void shouldRejectTheMessageForAWrongArgumentType(String message, String source, String actual) {
    Rejection rejection =
        Ingested.into(transforms("a: " + source), nullable("a", PrimitiveType.STRING))
            .rejection(message);

    assertThat(rejection.stage()).isEqualTo(Stage.TRANSFORM);
    assertThat(rejection.errorClass()).isEqualTo("transform-failed");
    assertThat(rejection.column()).isEqualTo("a");
    assertThat(rejection.detail())
        .startsWith("Transform \"a: " + source + "\" can't be applied")
        .contains(actual);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"x\":253402300800}           | epoch_seconds_to_iso8601(x)",
        "{\"x\":-62167219201}           | epoch_seconds_to_iso8601(x)",
        "{\"x\":1e300}                  | epoch_micros_to_iso8601(x)",
        "{\"x\":9223372036854775807}    | epoch_millis_to_micro(x)",
        "{\"x\":1e99999999999}          | abs(x)",
        "{\"x\":[1e308,1e308]}          | sum(x)",
      })
  void shouldRejectTheMessageForANumberOutOfRange(String message, String source) {
    assertThat(
            Ingested.into(transforms("a: " + source), nullable("a", PrimitiveType.STRING))
                .rejection(message)
                .errorClass())
        .isEqualTo("transform-failed");
  }

  @Test
  void shouldShowTheValueThatATransformCouldNotTake() {
    Rejection rejection =
        Ingested.into(transforms("a: substr(x, `0`, `1`)"), nullable("a", PrimitiveType.STRING))
            .rejection("{\"x\":{\"deep\" : 1.50}}");

    assertThat(rejection.value()).isEqualTo("{\"deep\":1.50}");
    assertThat(rejection.detail())
        .isEqualTo(
            "Transform \"a: substr(x, `0`, `1`)\" can't be applied to {\"deep\":1.50}: "
                + "substr takes a string, and this is of type object");
  }

  private static Map<String, Object> strings(
      String message, List<String> columns, String... transforms) {
    return Ingested.into(
            transforms(transforms),
            columns.stream()
                .map(name -> nullable(name, PrimitiveType.STRING))
                .toArray(StructField[]::new))
        .row(message);
  }

  private static List<Transform> transforms(String... written) {
    return Stream.of(written)
        .map(text -> text.split(": ", 2))
        .map(parts -> new Transform(parts[0], parts[1]))
        .toList();
  }
}
