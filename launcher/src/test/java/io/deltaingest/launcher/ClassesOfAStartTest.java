package io.deltaingest.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassesOfAStartTest {

  @TempDir Path folder;

  /** If it failed, the start script would do without an archive, and nobody would be told. */
  @Test
  void shouldMakeRowsOfJsonAndOfAvro() throws IOException {
    assertThat(ClassesOfAStart.rehearse(folder)).isZero();

    for (String table : new String[] {"json", "avro"}) {
      assertThat(folder.resolve(table).resolve("_delta_log/00000000000000000001.json"))
          .content()
          .contains("\"add\"", "2021-03-24");
    }
  }
}
