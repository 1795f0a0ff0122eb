package io.deltaingest.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/kafka-delta-ingest}, with a Java that says how it was called. */
class StartScriptTest {
  private static final Path SCRIPT =
      Path.of("").toAbsolutePath().getParent().resolve("bin/kafka-delta-ingest");

  @TempDir private Path directory;

  private record Outcome(int exitCode, String out, String err) {}

  @BeforeEach
  void layOutADistribution() throws IOException {
    Files.createDirectories(directory.resolve("dist/bin"));
    Files.createDirectories(directory.resolve("dist/lib"));
    Files.copy(SCRIPT, directory.resolve("dist/bin/kafka-delta-ingest"));
    Files.createFile(directory.resolve("dist/lib/kafka-delta-ingest.jar"));
    java("17.0.15");
  }

  @Test
  void shouldRunTheJarBesideItWithItsArguments() throws Exception {
    Outcome outcome = run(Map.of(), "ingest", "-t", "a: b  c", "");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isEqualTo(42);
    assertThat(outcome.out().lines())
        .contains("-Xmx1g", "-Dkdi.stdout.terminal=false", "-jar")
        .doesNotContain("--enable-native-access=ALL-UNNAMED");
    assertThat(outcome.out()).endsWith("kafka-delta-ingest.jar\ningest\n-t\na: b  c\n\n");
  }

  @Test
  void shouldTakeHeapAndOptionsFromTheEnvironment() throws Exception {
    Outcome outcome = run(Map.of("KDI_HEAP", "3g", "KDI_JAVA_OPTS", "-Da=1 -Db=2"), "serve");

    assertThat(outcome.out().lines()).contains("-Xmx3g", "-Da=1", "-Db=2").doesNotContain("-Xmx1g");
  }

  @Test
  void shouldAllowNativeAccessWhereJavaWantsItAllowed() throws Exception {
    java("24");

    assertThat(run(Map.of()).out().lines()).contains("--enable-native-access=ALL-UNNAMED");
  }

  @Test
  void shouldFindTheJarThroughASymbolicLink() throws Exception {
    Path link =
        Files.createSymbolicLink(directory.resolve("kdi"), Path.of("dist/bin/kafka-delta-ingest"));

    Outcome outcome = run(link, Map.of());

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(42);
  }

  @Test
  void shouldMakeAClassArchiveOnceAndStartFromIt() throws Exception {
    Path archive = directory.resolve("dist/lib/kafka-delta-ingest-java-17.0.15.jsa");

    for (int start = 0; start < 2; start++) {
      Outcome outcome = run(Map.of("MAKES_ARCHIVE", "yes"), "serve");
      assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(42);
      assertThat(outcome.out().lines())
          .contains("serve")
          .anyMatch(
              line ->
                  line.startsWith("-XX:SharedArchiveFile=")
                      && line.endsWith("/lib/" + archive.getFileName()));
    }

    assertThat(archive).hasContent("made in run 1");
    assertThat(directory.resolve("dist/lib")).isDirectoryNotContaining("glob:**.making");
  }

  @Test
  void shouldMakeTheClassArchiveAnewForAnotherJarOrJava() throws Exception {
    run(Map.of("MAKES_ARCHIVE", "yes"));
    Path archive = directory.resolve("dist/lib/kafka-delta-ingest-java-17.0.15.jsa");
    Files.setLastModifiedTime(archive, FileTime.fromMillis(0));

    run(Map.of("MAKES_ARCHIVE", "yes"));
    java("21.0.2");
    Outcome other = run(Map.of("MAKES_ARCHIVE", "yes"));

    assertThat(archive).hasContent("made in run 2");
    assertThat(other.out()).contains("kafka-delta-ingest-java-21.0.2.jsa");
  }

  @Test
  void shouldStartWithoutAClassArchiveThatItCannotMakeOrIsNotToUse() throws Exception {
    for (Map<String, String> environment :
        List.of(
            Map.of("MAKES_ARCHIVE", "yes", "KDI_CLASSES", "off"),
            Map.of("MAKES_ARCHIVE", "yes", "KDI_CLASSES", "/no/such/folder/archive"),
            Map.of("MAKES_ARCHIVE", "yes", "KDI_JAVA_OPTS", "-Xshare:off"))) {
      Outcome outcome = run(environment, "serve");

      assertThat(outcome.exitCode()).as(environment + outcome.err()).isEqualTo(42);
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.out()).doesNotContain("SharedArchiveFile").endsWith("serve\n");
      assertThat(directory.resolve("dist/lib")).isDirectoryNotContaining("glob:**.{jsa,making}");
    }
  }

  @Test
  void shouldTryOnceToMakeAClassArchiveThatDoesNotWork() throws Exception {
    for (int start = 0; start < 2; start++) {
      Outcome outcome = run(Map.of("MAKES_ARCHIVE", "broken"), "serve");

      assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(42);
      assertThat(outcome.out()).doesNotContain("SharedArchiveFile").endsWith("serve\n");
    }

    assertThat(directory.resolve("runs")).hasContent("run");
    assertThat(directory.resolve("dist/lib")).isDirectoryNotContaining("glob:**.making");
  }

  @Test
  void shouldSayWhenTheJarIsMissing() throws Exception {
    Files.delete(directory.resolve("dist/lib/kafka-delta-ingest.jar"));

    Outcome missing = run(Map.of());
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err())
        .startsWith("error: kafka-delta-ingest.jar is missing")
        .contains("mvn", "KDI_JAR")
        .hasLineCount(1);

    Outcome wrong = run(Map.of("KDI_JAR", "/no/such.jar"));
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).startsWith("error: KDI_JAR names /no/such.jar").hasLineCount(1);
  }

  @Test
  void shouldSayWhenJavaIsMissingOrTooOld() throws Exception {
    Outcome missing = run(Map.of("JAVA_HOME", "/no/such"));
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).startsWith("error: JAVA_HOME is /no/such").hasLineCount(1);

    for (String old : List.of("11.0.2", "1.8.0_292")) {
      java(old);
      Outcome tooOld = run(Map.of());
      assertThat(tooOld.exitCode()).isEqualTo(2);
      assertThat(tooOld.err())
          .startsWith("error: ")
          .contains("too old", "Java 17 or newer")
          .hasLineCount(1);
    }
  }

  /** A program named java of that version, which prints its arguments, one a line. */
  private void java(String version) throws IOException {
    Path bin = Files.createDirectories(directory.resolve("java/bin"));
    Path java =
        Files.writeString(
            bin.resolve("java"),
            """
            #!/bin/sh
            if [ "$1" = -version ]; then
              echo 'openjdk version "%s" 2025-04-15' >&2
              exit 0
            fi
            for argument; do
              case $argument in
                -XX:ArchiveClassesAtExit=*)
                  [ -n "$MAKES_ARCHIVE" ] || exit 1
                  echo run >>"$RUNS"
                  printf 'made in run %%s' "$(wc -l <"$RUNS" | tr -d ' ')" >"${argument#*=}"
                  exit 0
                  ;;
                --version)
                  [ "$MAKES_ARCHIVE" != broken ]
                  exit
                  ;;
              esac
            done
            printf '%%s\\n' "$@"
            exit 42
            """
                .formatted(version));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Outcome run(Map<String, String> environment, String... arguments) throws Exception {
    return run(directory.resolve("dist/bin/kafka-delta-ingest"), environment, arguments);
  }

  private Outcome run(Path script, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", script.toString()));
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("KDI_"));
    builder.environment().put("RUNS", directory.resolve("runs").toString());
    builder.environment().put("JAVA_HOME", directory.resolve("java").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Outcome(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }
}
