package io.deltaingest.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.launcher.config.Problems;
import org.junit.jupiter.api.Test;

class TransformTextsTest {

  @Test
  void shouldSplitAtTheFirstColonAndTrim() {
    assertThat(TransformTexts.parse("-t", "  a.b :  {x: y}[0:2]  ", new Problems()))
        .contains(new Transform("a.b", "{x: y}[0:2]"));
  }

  @Test
  void shouldTakeOneTransformALine() {
    assertThat(TransformTexts.lines("a: b\r\n\n  my-prop.c: kafka.offset\n"))
        .containsExactly("a: b", "my-prop.c: kafka.offset");
  }

  @Test
  void shouldGoOnWithALineThatHasNoProperty() {
    assertThat(
            TransformTexts.lines(
                """
                date: substr(
                  meta.producer.timestamp,
                  `0`, `10`)
                first: items[0:2]
                  | [?a == 'b: c'].{x: y}
                last: z
                """))
        .containsExactly(
            "date: substr( meta.producer.timestamp, `0`, `10`)",
            "first: items[0:2] | [?a == 'b: c'].{x: y}",
            "last: z");
  }

  @Test
  void shouldKeepAFirstLineWithoutPropertySoThatItIsReported() {
    assertThat(TransformTexts.lines("oops\na: b")).containsExactly("oops", "a: b");
  }
}
