package io.deltaingest.formats.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.formats.MessageRowTransformerFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransformCompilerTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.",
        "a b",
        "substr(a, `0`, `1`",
        "`unclosed",
        "a[99999999999999]",
        "a[::0]",
        "sum(@, @)",
        "length()",
        "substr(a)",
        "substr(a, `0`, `1`, `2`)",
        "epoch_seconds_to_iso8601()",
        "`\"\\ud800\"`",
        "a && ",
        "&a.b.",
        "{a}",
      })
  void shouldRefuseExpressionsThatDoNotParse(String source) {
    Problem problem = problemOf("p", source);

    assertThat(problem.what()).isEqualTo("Transform \"p: " + source + "\" can't be used");
    assertThat(problem.cause()).startsWith("the JMESPath expression ");
    assertThat(problem.remedy()).isNotBlank();
  }

  @Test
  void shouldNameTheNearestFunction() {
    Problem problem = problemOf("date", "sbstr(a, `0`, `1`)");

    assertThat(problem.cause()).contains("unknown function \"sbstr\" at position 0");
    assertThat(problem.remedy()).isEqualTo("Did you mean substr?");
    assertThat(problemOf("p", "epoch_milis_to_iso8601(a)").remedy())
        .isEqualTo("Did you mean epoch_millis_to_iso8601?");
    assertThat(problemOf("p", "a.lenght(@)").remedy()).isEqualTo("Did you mean length?");
  }

  @Test
  void shouldSayHowManyArgumentsAFunctionTakes() {
    assertThat(problemOf("p", "substr(a)").cause()).contains("substr").contains("3");
  }

  @Test
  void shouldNameTheNearestRecordMetadata() {
    Problem problem = problemOf("meta.offset", "kafka.ofset");

    assertThat(problem.what()).isEqualTo("Transform \"meta.offset: kafka.ofset\" can't be used");
    assertThat(problem.cause()).isEqualTo("a record has no kafka.ofset");
    assertThat(problem.remedy())
        .startsWith("Did you mean kafka.offset?")
        .contains("kafka.timestamp_type")
        .endsWith("is written \"kafka\".ofset");
    assertThat(problemOf("p", "kafka.header").remedy())
        .startsWith("Did you mean kafka.headers?")
        .contains("kafka.headers.NAME");
    assertThat(problemOf("p", "kafka.topic.name").cause())
        .isEqualTo("a record has no kafka.topic.name");
  }

  @Test
  void shouldSayThatKeysNeedAFormatToHaveProperties() {
    Problem problem = problemOf("p", "kafka.key.id");

    assertThat(problem.cause())
        .isEqualTo("the topic's keys have no format, so that they are text without properties");
    assertThat(problem.remedy()).isEqualTo("Configure the format of the keys, or read kafka.key");
  }

  @Test
  void shouldTakeAMessagePropertyNamedKafkaInQuotes() {
    assertThat(TransformCompiler.compile(new Transform("p", "\"kafka\".ofset"), false).source())
        .isInstanceOf(PropertySource.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b"})
  void shouldRefusePropertiesWithAnEmptyPart(String property) {
    Problem problem = problemOf(property, "kafka.offset");

    assertThat(problem.what())
        .isEqualTo("Transform \"" + property + ": kafka.offset\" can't be used");
    assertThat(problem.cause()).isEqualTo("its property is empty or has an empty part");
  }

  @Test
  void shouldRefuseAnEmptySource() {
    assertThat(problemOf("a", " ").cause()).isEqualTo("its source is empty");
  }

  @Test
  void shouldCheckTransformsThatALaterOneReplaces() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                MessageRowTransformerFactory.ofJson(
                    List.of(new Transform("a", "nope("), new Transform("a", "b"))));
  }

  private static Problem problemOf(String property, String source) {
    try {
      MessageRowTransformerFactory.ofJson(List.of(new Transform(property, source)));
    } catch (ConfigurationException e) {
      return e.problem();
    }
    throw new AssertionError(property + ": " + source + " was accepted");
  }
}
