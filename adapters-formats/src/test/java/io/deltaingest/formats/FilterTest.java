package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {

  private static final StructField C = nullable("c", PrimitiveType.STRING);

  @ParameterizedTest
  @ValueSource(strings = {"true", "1", "0", "-0.0", "\"x\"", "[null]", "{\"a\":null}"})
  void shouldMakeARowWhereTheResultIsTrue(String c) {
    assertThat(filter("c").row("{\"c\":" + c + "}")).hasSize(1);
    assertThat(filter("c || c").row("{\"c\":" + c + "}")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "null", "\"\"", "[]", "{}"})
  void shouldMakeNoRowWhereTheResultIsFalse(String c) {
    filter("c").leaveOut(TestMessage.of("{\"c\":" + c + "}"));
    filter("c || c").leaveOut(TestMessage.of("{\"c\":" + c + "}"));
    filter("absent").leaveOut(TestMessage.of("{\"c\":" + c + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      textBlock =
          """
          c == 'a'               ; {"c":"a"}        ; {"c":"b"}
          c == 'a'               ; {"c":"a"}        ; {}
          c != 'a'               ; {"c":"b"}        ; {"c":"a"}
          c != 'a'               ; {"c":1}          ; {"c":"a"}
          c == `1`               ; {"c":1.0}        ; {"c":"1"}
          c == `true`            ; {"c":true}       ; {"c":"true"}
          c == `null`            ; {}               ; {"c":0}
          c != `null`            ; {"c":0}          ; {"c":null}
          c == `"é"`             ; {"c":"é"}        ; {"c":"e"}
          c == d                 ; {"c":1,"d":1}    ; {"c":1,"d":2}
          'a' == c               ; {"c":"a"}        ; {"c":"b"}
          c > `5`                ; {"c":6}          ; {"c":5}
          c > `5`                ; {"c":6}          ; {"c":"6"}
          !c                     ; {}               ; {"c":1}
          c && d                 ; {"c":1,"d":1}    ; {"c":1,"d":[]}
          c.d == 'x' || c.e      ; {"c":{"d":"x"}}  ; {"c":{"d":"y"}}
          c == 'a' && d != 'b'   ; {"c":"a"}        ; {"c":"a","d":"b"}
          !(c == 'a')            ; {"c":"b"}        ; {"c":"a"}
          contains(c, 'b')       ; {"c":"abc"}      ; {"c":"ac"}
          starts_with(c, 'a')    ; {"c":"ab"}       ; {"c":"ba"}
          c[?k == 'v']           ; {"c":[{"k":"v"}]} ; {"c":[{"k":"w"}]}
          """)
  void shouldDecideByTheExpression(String expression, String row, String none) {
    Ingested table = filter(expression);

    assertThat(table.row(row)).hasSize(1);
    table.leaveOut(TestMessage.of(none));
    assertThat(table.row(row)).hasSize(1);
    assertThat(table.rows()).hasSize(2);
    assertThat(table.filtered()).isEqualTo(1);
  }

  @Test
  void shouldSeeTheMessageBeforeTheTransforms() {
    Ingested table =
        Ingested.of(
            MessageFormat.JSON, Optional.of("c == 'old'"), List.of(new Transform("c", "d")), C);

    assertThat(table.row("{\"c\":\"old\",\"d\":\"new\"}")).containsEntry("c", "new");
    table.leaveOut(TestMessage.of("{\"c\":\"new\",\"d\":\"old\"}"));
  }

  @Test
  void shouldNotRejectWhatATransformOrAColumnWouldRejectOfAMessageThatIsLeftOut() {
    Ingested table =
        Ingested.of(
            MessageFormat.JSON,
            Optional.of("wanted"),
            List.of(new Transform("c", "substr(c, `0`, `1`)")),
            nullable("c", PrimitiveType.INTEGER));

    table.leaveOut(TestMessage.of("{\"c\":[1]}"));
    assertThat(table.rejection("{\"wanted\":true,\"c\":[1]}").stage())
        .isEqualTo(Rejection.Stage.TRANSFORM);
  }

  @Test
  void shouldDecideByRecordMetadata() {
    Ingested table = filter("kafka.headers.type");

    assertThat(table.row(message().withHeaders(new Message.Header("type", "a".getBytes(UTF_8)))))
        .hasSize(1);
    table.leaveOut(message().withHeaders(new Message.Header("type", new byte[0])));
    table.leaveOut(message());
  }

  @Test
  void shouldRejectAMessageThatTheFilterCantBeAppliedTo() {
    Rejection rejection = filter("starts_with(c, 'a')").rejection("{\"c\":7}");

    assertThat(rejection.stage()).isEqualTo(Rejection.Stage.TRANSFORM);
    assertThat(rejection.errorClass()).isEqualTo("filter-failed");
    assertThat(rejection.column()).isNull();
    assertThat(rejection.detail())
        .startsWith("Filter \"starts_with(c, 'a')\" can't be applied: ")
        .contains("number");
    assertThat(filter("substr(c, `0`, `1`)").rejection("{\"c\":7}").detail())
        .isEqualTo(
            "Filter \"substr(c, `0`, `1`)\" can't be applied to 7: substr takes a string, and this"
                + " is of type number");
  }

  @Test
  void shouldRejectWhatIsNoMessageBeforeItIsFiltered() {
    Ingested table = filter("c");

    assertThat(table.rejection("{\"c\"").stage()).isEqualTo(Rejection.Stage.DECODE);
    assertThat(table.filtered()).isZero();
  }

  @Test
  void shouldNameAFilterThatCantBeUsed() {
    assertThat(problemOf("c ==").what()).isEqualTo("Filter \"c ==\" can't be used");
    assertThat(problemOf("start_with(c, 'a')").remedy()).isEqualTo("Did you mean starts_with?");
    assertThat(problemOf("kafka.heders").remedy()).startsWith("Did you mean kafka.headers?");
    assertThat(problemOf(" ").cause()).isEqualTo("its source is empty");
  }

  private static Problem problemOf(String filter) {
    return catchThrowableOfType(ConfigurationException.class, () -> filter(filter)).problem();
  }

  private static Ingested filter(String expression) {
    return Ingested.of(MessageFormat.JSON, Optional.of(expression), List.of(), C);
  }

  private static TestMessage message() {
    return TestMessage.of("{}");
  }
}
