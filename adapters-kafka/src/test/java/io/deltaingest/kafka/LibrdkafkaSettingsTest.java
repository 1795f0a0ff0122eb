package io.deltaingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.stream.KafkaSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every property that librdkafka's CONFIGURATION.md (2.15) names has its place. */
class LibrdkafkaSettingsTest {

  static List<String> names() throws IOException {
    try (InputStream in =
        LibrdkafkaSettingsTest.class.getResourceAsStream("librdkafka-properties.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    }
  }

  @Test
  void shouldHaveTheWholeList() throws IOException {
    assertThat(names())
        .hasSizeGreaterThan(190)
        .doesNotHaveDuplicates()
        .contains(
            "builtin.features", "sasl.oauthbearer.method", "queued.min.messages", "linger.ms");
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldTranslateOrWarnOrRefuseByName(String name) {
    Set<String> inJava = SettingNames.JAVA;
    boolean translated =
        inJava.contains(name)
            || SettingNames.RENAMED.containsKey(name)
            || SettingNames.SECURITY.contains(name);
    try {
      ClientSettings settings =
          KafkaSettingsTranslator.translate(
              "broker:9092",
              KafkaSettings.of(Map.of(name, "x")),
              new GroupMember("group", "topic", 0, 1));
      if (!translated) {
        assertThat(settings.warnings()).singleElement().asString().startsWith(name + " has no");
      }
    } catch (ConfigurationException e) {
      assertThat(e.getMessage()).contains(name).doesNotContain("neither of librdkafka");
      assertThat(translated || SettingNames.REFUSED.containsKey(name)).isTrue();
    }
  }
}
