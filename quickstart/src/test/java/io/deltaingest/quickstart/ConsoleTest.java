package io.deltaingest.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void shouldAlignStepsAndDetails() {
    Console console = new Console(out, false, 0);

    console.step("Kafka", "%,d messages", 1000);
    console.detail("more");

    assertThat(printed()).isEqualTo("  Kafka      1,000 messages\n             more\n");
  }

  @Test
  void shouldWriteProgressOverAndOverOnTerminal() {
    Console console = new Console(out, true, 60);

    console.progress("Load", "1");
    console.progress("Load", "2");
    console.step("Load", "done");

    assertThat(printed())
        .isEqualTo("\r\u001b[K  Load       1\r\u001b[K  Load       2\r\u001b[K  Load       done\n");
  }

  @Test
  void shouldWriteNoProgressElsewhereWhileStepsAreQuick() {
    Console console = new Console(out, false, 3600);

    console.progress("Load", "1");
    console.step("Load", "done");

    assertThat(printed()).isEqualTo("  Load       done\n");
  }

  @Test
  void shouldWriteProgressElsewhereWhenStepTakesLong() {
    Console console = new Console(out, false, 0);

    console.progress("Load", "1");
    console.progress("Load", "2");

    assertThat(printed()).isEqualTo("  Load       1\n  Load       2\n");
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
