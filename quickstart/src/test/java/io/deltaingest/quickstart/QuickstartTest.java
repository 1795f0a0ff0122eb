package io.deltaingest.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes that are told before anything is started. */
class QuickstartTest {

  @TempDir Path folder;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Console console =
      new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 5);
  private String jarBefore;

  @BeforeEach
  void provideJar() throws IOException {
    jarBefore = System.getProperty("kdi.jar");
    System.setProperty("kdi.jar", Files.createFile(folder.resolve("a.jar")).toString());
  }

  @AfterEach
  void restoreJar() {
    if (jarBefore == null) {
      System.clearProperty("kdi.jar");
    } else {
      System.setProperty("kdi.jar", jarBefore);
    }
  }

  @Test
  void shouldRefuseFolderThatIsNotEmpty() {
    assertThat(Quickstart.execute(console, "--once", "--keep", folder.toString())).isEqualTo(2);

    assertThat(printed()).contains(folder.toString()).contains("name a new folder");
  }

  @Test
  void shouldRefuseNoMessages() {
    assertThat(Quickstart.execute(console, "--messages", "0")).isEqualTo(2);

    assertThat(printed()).contains("--messages must be from 1");
  }

  @Test
  void shouldSayHowToGetMissingJar() {
    System.setProperty("kdi.jar", folder.resolve("none.jar").toString());

    assertThat(Quickstart.execute(console, "--once")).isEqualTo(2);

    assertThat(printed()).contains("none.jar").contains("bin/quickstart");
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
