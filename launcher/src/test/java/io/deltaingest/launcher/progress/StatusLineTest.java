package io.deltaingest.launcher.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class StatusLineTest {
  private static final String ERASE = "\r\u001b[2K";

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final StatusLine line = new StatusLine(new PrintStream(screen, true, UTF_8));

  @Test
  void shouldRedrawInPlaceAndNeverWrap() {
    line.show("one");
    line.show("two");

    assertThat(screen.toString(UTF_8))
        .isEqualTo(ERASE + "\u001b[?7lone\u001b[?7h" + ERASE + "\u001b[?7ltwo\u001b[?7h");
  }

  @Test
  void shouldLetLogLinesScrollUpAboveIt() throws IOException {
    OutputStream log = line.above(screen);
    log.write("first\n".getBytes(UTF_8));
    line.show("status");
    screen.reset();

    log.write("second\n".getBytes(UTF_8));

    assertThat(screen.toString(UTF_8))
        .isEqualTo(ERASE + "second\n" + ERASE + "\u001b[?7lstatus\u001b[?7h");
  }

  @Test
  void shouldLeaveNothingBehind() {
    line.show("status");
    screen.reset();

    line.show("");
    line.show("");

    assertThat(screen.toString(UTF_8)).isEqualTo(ERASE);
  }
}
