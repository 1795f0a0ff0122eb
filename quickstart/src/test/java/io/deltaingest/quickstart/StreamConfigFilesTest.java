package io.deltaingest.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.launcher.config.ServeConfig;
import io.deltaingest.launcher.config.ServeConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamConfigFilesTest {

  private final WorkFolder folder = WorkFolder.temporary();
  private ServeConfig config;

  @BeforeEach
  void write() throws IOException {
    new StreamConfigFiles(folder).write("127.0.0.1:9999", 8088);
    config = new ServeConfigReader(Map.of()).read(Files.readString(folder.config()));
  }

  @AfterEach
  void close() {
    folder.close();
  }

  @Test
  void shouldDeclareStreamWithTheFourTransforms() {
    assertThat(config.streams()).hasSize(1);
    StreamConfig stream = config.streams().get(0);
    assertThat(stream.name()).isEqualTo("web_requests");
    assertThat(stream.source().topic()).isEqualTo("web_requests");
    assertThat(stream.transforms())
        .containsExactlyInAnyOrder(
            new StreamConfig.Transform("date", "substr(meta.producer.timestamp, `0`, `10`)"),
            new StreamConfig.Transform("meta.kafka.offset", "kafka.offset"),
            new StreamConfig.Transform("meta.kafka.partition", "kafka.partition"),
            new StreamConfig.Transform("meta.kafka.topic", "kafka.topic"));
    assertThat(stream.table().appId()).isEqualTo("web_requests");
    assertThat(Path.of(stream.table().location())).isEqualTo(folder.table());
  }

  @Test
  void shouldServeOnThatPortOfLoopback() {
    assertThat(config.http().host()).isEqualTo("127.0.0.1");
    assertThat(config.http().port()).isEqualTo(8088);
  }

  @Test
  void shouldWriteSecondStreamThatTheApiTakes() throws IOException {
    StreamConfig second = config.codec().parse(Files.readString(folder.secondStream()));

    assertThat(second.name()).isEqualTo("requests_by_method");
    assertThat(second.source().group()).isNotEqualTo(config.streams().get(0).source().group());
    assertThat(second.source().kafka().values())
        .containsEntry("bootstrap.servers", "127.0.0.1:9999");
    assertThat(second.table().create())
        .hasValueSatisfying(create -> assertThat(create.partitionBy()).containsExactly("method"));
  }
}
