package io.deltaingest.launcher.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLevelsTest {

  @ParameterizedTest
  @CsvSource({
    "'', INFO, WARN",
    "info, INFO, WARN",
    "DEBUG, DEBUG, INFO",
    "trace, TRACE, DEBUG",
    "warn, WARN, WARN",
    "error, ERROR, ERROR",
    "off, OFF, OFF"
  })
  void shouldKeepLibrariesQuieterThanOurOwnLoggers(String text, String ours, String libraries) {
    LogLevels levels = LogLevels.parse(text);

    assertThat(levels.byLogger())
        .containsEntry("io.deltaingest", Level.toLevel(ours))
        .containsEntry("ROOT", Level.toLevel(libraries));
    assertThat(levels.notUnderstood()).isEmpty();
  }

  @Test
  void shouldTranslateTheReferencesModules() {
    LogLevels levels =
        LogLevels.parse("warn, kafka_delta_ingest=debug,rdkafka=trace,deltalake::protocol=off");

    assertThat(levels.byLogger())
        .containsEntry("ROOT", Level.WARN)
        .containsEntry("io.deltaingest", Level.DEBUG)
        .containsEntry("org.apache.kafka", Level.TRACE)
        .containsEntry("io.delta", Level.OFF);
    assertThat(levels.debug()).isTrue();
  }

  @Test
  void shouldTakeOtherModulesForLoggers() {
    assertThat(LogLevels.parse("io.netty=debug,my::own,kafka_delta_ingest").byLogger())
        .containsEntry("io.netty", Level.DEBUG)
        .containsEntry("my.own", Level.TRACE)
        .containsEntry("io.deltaingest", Level.TRACE);
  }

  @ParameterizedTest
  @CsvSource({"debugg, debugg", "'warn,a=loud', a=loud", "'=info', =info"})
  void shouldNameWhatItDoesNotUnderstand(String text, String part) {
    assertThat(LogLevels.parse(text).notUnderstood()).contains(part);
    assertThat(LogLevels.parse(text).debug()).isFalse();
  }
}
