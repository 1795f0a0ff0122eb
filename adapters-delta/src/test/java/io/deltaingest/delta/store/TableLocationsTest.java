package io.deltaingest.delta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableLocationsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "/data/table, /data/table",
    "/data/table/, /data/table",
    "/data/./x/../table, /data/table",
    "file:///data/table, /data/table",
    "file:/data/table, /data/table",
    "file://localhost/data/table, /data/table",
    "FILE:///data/a%20b, /data/a b",
    "file:///data/a b%, /data/a b%",
    "/data/12:30, /data/12:30"
  })
  void shouldFindLocalFolder(String location, String path) {
    assertThat(TableLocations.resolve(location).location()).isEqualTo(path);
  }

  @Test
  void shouldTakeRelativePathFromWorkingFolder() {
    assertThat(TableLocations.resolve("tables/x").location())
        .isEqualTo(Path.of("").toAbsolutePath().resolve("tables/x").toString());
    assertThat(TableLocations.resolve("a:b").location()).endsWith("/a:b");
  }

  @Test
  void shouldGiveOneKeyToOneFolder() throws IOException {
    // given
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    // when, then
    String key = TableLocations.resolve(real.toString()).key();
    assertThat(TableLocations.resolve(link.toString()).key()).isEqualTo(key);
    assertThat(TableLocations.resolve(real.toUri().toString()).key()).isEqualTo(key);
    assertThat(TableLocations.resolve(real + "/../real/").key()).isEqualTo(key);
    assertThat(TableLocations.resolve(link + "/not/there").key())
        .isEqualTo(TableLocations.resolve(real + "/not/there").key());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bucket/x",
        "s3a://bucket/x",
        "adls2://account/fs/x",
        "abfs://fs@account/x",
        "abfss://fs@account/x",
        "az://container/x",
        "azure://container/x",
        "adl://store/x"
      })
  void shouldRefuseCloudsByName(String location) {
    assertThatThrownBy(() -> TableLocations.resolve(location))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(location)
        .hasMessageContaining("local file systems only");
  }

  @ParameterizedTest
  @CsvSource({
    "hdfs://name/x, the scheme hdfs is not known",
    "file://host/x, it names the host host",
    "'', it is empty",
    "' ', it is empty"
  })
  void shouldRefuseWhatIsNoPlace(String location, String cause) {
    assertThatThrownBy(() -> TableLocations.resolve(location))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(cause);
  }
}
