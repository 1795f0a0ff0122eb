package io.deltaingest.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both log engines out of the packaged jar, which does not hold all of delta-standalone: reading
 * entries, reading and writing checkpoints, and removing expired entries need nothing more.
 */
class LogEnginesIT {

  @TempDir Path folder;

  @Test
  void shouldWorkOutOfThePackagedJar() throws Exception {
    // given
    Path table = createTable();
    assertThat(run(table, "KERNEL", 10)).isEqualTo("10 9");
    for (long version = 0; version <= 10; version++) {
      Files.setLastModifiedTime(
          entry(table, version), FileTime.from(Instant.now().minus(Duration.ofDays(9))));
    }

    // when
    String standalone = run(table, "STANDALONE", 10);

    // then
    assertThat(standalone).isEqualTo("20 19");
    assertThat(entry(table, 3)).as("expired").doesNotExist();
    assertThat(run(table, "KERNEL", 10)).isEqualTo("30 29");
  }

  private Path createTable() throws IOException {
    Path table = folder.resolve("table");
    Files.createDirectories(table.resolve("_delta_log"));
    Files.writeString(
        entry(table, 0),
        """
        {"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
        {"metaData":{"id":"the-table","format":{"provider":"parquet","options":{}},\
        "schemaString":"{\\"type\\":\\"struct\\",\\"fields\\":[{\\"name\\":\\"id\\",\
        \\"type\\":\\"long\\",\\"nullable\\":true,\\"metadata\\":{}}]}",\
        "partitionColumns":[],"configuration":\
        {"delta.logRetentionDuration":"interval 2 days"},"createdTime":1700000000000}}
        """);
    return table;
  }

  private static Path entry(Path table, long version) {
    return table.resolve("_delta_log").resolve(String.format(Locale.ROOT, "%020d.json", version));
  }

  private static String run(Path table, String engine, int versions)
      throws IOException, InterruptedException, URISyntaxException {
    Path program =
        Path.of(
            CommittingProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("kdi.jar") + File.pathSeparator + program,
                CommittingProgram.class.getName(),
                table.toString(),
                engine,
                Integer.toString(versions))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(engine + ": " + output).isZero();
    return output.lines().reduce((first, second) -> second).orElse("");
  }
}
