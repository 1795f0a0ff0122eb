package io.deltaingest.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowPathTest {

  @ParameterizedTest
  @ValueSource(strings = {"four", "none"})
  void shouldMakeARowOfEveryMessage(String transforms) {
    RowPath benchmark = new RowPath();
    benchmark.setTransforms(transforms);
    benchmark.setUp();

    assertThat(benchmark.transform()).isEqualTo(RowPath.BATCH);
    assertThat(benchmark.transform()).isEqualTo(RowPath.BATCH);
  }

  @Test
  void shouldGoRoundTheMessages() {
    GeneratedMessage message = new GeneratedMessage(new byte[][] {{1}, {2}});

    message.next();
    message.next();
    message.next();

    assertThat(message.offset()).isEqualTo(2);
    assertThat(message.value().copy()).containsExactly(1);
  }
}
