package io.deltaingest.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.stream.ConfigProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencesTest {
  private final References references = new References(Map.of("USER", "ann", "EMPTY", ""));
  private final Problems problems = new Problems();

  @TempDir private Path directory;

  @Test
  void shouldResolveVariablesAnywhereInTheText() {
    assertThat(references.resolve("p", "a-${env:USER}-${env:USER}${env:EMPTY}", problems))
        .contains("a-ann-ann");
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void shouldLeaveOutTheNewlineAtAFilesEnd() throws IOException {
    Path unix = Files.writeString(directory.resolve("unix"), "pass\nword\n");
    Path dos = Files.writeString(directory.resolve("dos"), "password\r\n");
    Path bare = Files.writeString(directory.resolve("bare"), "password");

    assertThat(references.resolve("p", "${file:" + unix + "}", problems)).contains("pass\nword");
    assertThat(references.resolve("p", "${file:" + dos + "}", problems)).contains("password");
    assertThat(references.resolve("p", "${file:" + bare + "}", problems)).contains("password");
  }

  @Test
  void shouldNotResolveWhatAReferenceGave() {
    References tricky = new References(Map.of("A", "${env:B}$1", "B", "b"));

    assertThat(tricky.resolve("p", "${env:A}", problems)).contains("${env:B}$1");
  }

  @Test
  void shouldTakeADoubledDollarAsItself() {
    assertThat(references.resolve("p", "$${env:USER} $5 $ConnectionString", problems))
        .contains("${env:USER} $5 $ConnectionString");
    assertThat(References.isIn("$${env:USER}")).isFalse();
    assertThat(references.resolve("p", References.escape("a${b}${"), problems)).contains("a${b}${");
  }

  @Test
  void shouldNameWhatItCannotResolve() {
    String missing = directory.resolve("missing").toString();

    assertThat(references.resolve("a", "${env:NOBODY}", problems)).isEmpty();
    assertThat(references.resolve("b", "${file:" + missing + "}", problems)).isEmpty();
    assertThat(references.resolve("c", "${file:" + directory + "}", problems)).isEmpty();
    assertThat(references.resolve("d", "${vault:x}", problems)).isEmpty();
    assertThat(references.resolve("e", "${env:USER", problems)).isEmpty();

    assertThat(problems.all())
        .extracting(ConfigProblem::path)
        .containsExactly("a", "b", "c", "d", "e");
    assertThat(problems.all())
        .extracting(ConfigProblem::message)
        .satisfies(
            messages -> {
              assertThat(messages.get(0)).contains("NOBODY", "not set");
              assertThat(messages.get(1)).contains(missing, "no such file");
              assertThat(messages.get(2)).contains("can't be read");
              assertThat(messages.get(3)).contains("${env:NAME}", "$${");
            });
  }

  @Test
  void shouldRefuseAFileThatIsNoSetting() throws IOException {
    Path large = Files.write(directory.resolve("large"), new byte[(1 << 20) + 1]);

    assertThat(references.resolve("p", "${file:" + large + "}", problems)).isEmpty();
    assertThat(problems.all().get(0).message()).contains("larger than 1 MiB");
  }
}
