package io.deltaingest.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkdownTableTest {

  @Test
  void shouldAlignTextLeftAndNumbersRight() {
    MarkdownTable table = new MarkdownTable(1, "what", "ms");
    table.add("a commit", "0.7");
    table.add("load", "36.1");

    assertThat(table.toString())
        .isEqualTo(
            """
            | what     |   ms |
            |----------|-----:|
            | a commit |  0.7 |
            | load     | 36.1 |
            """);
  }

  @Test
  void shouldRefuseRowOfOtherLength() {
    MarkdownTable table = new MarkdownTable(1, "what", "ms");

    assertThatThrownBy(() -> table.add("alone")).isInstanceOf(IllegalArgumentException.class);
  }
}
