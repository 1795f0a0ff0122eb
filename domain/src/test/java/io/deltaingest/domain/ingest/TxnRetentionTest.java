package io.deltaingest.domain.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.model.TableSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TxnRetentionTest {

  @Test
  void shouldReadIntervalsAsSparkWritesThem() {
    assertThat(TxnRetention.parse("interval 30 days")).isEqualTo(Duration.ofDays(30));
    assertThat(TxnRetention.parse("INTERVAL 1 week 2 hours"))
        .isEqualTo(Duration.ofDays(7).plusHours(2));
    assertThat(TxnRetention.parse("90 seconds")).isEqualTo(Duration.ofSeconds(90));
    assertThat(TxnRetention.parse("interval 1 hour 500 milliseconds"))
        .isEqualTo(Duration.ofHours(1).plusMillis(500));
  }

  @Test
  void shouldRefuseWhatIsNoInterval() {
    for (String text :
        List.of("", "soon", "interval 3 months", "30", "interval -1 days", "0 days")) {
      assertThatThrownBy(() -> TxnRetention.parse(text))
          .as(text)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(TxnRetention.PROPERTY);
    }
  }

  @Test
  void shouldBeDueAfterAThirdOfTheTime() {
    TxnRetention retention = new TxnRetention();

    assertThat(retention.refreshBefore(table(Map.of()), 1_000_000)).isEmpty();
    assertThat(
            retention.refreshBefore(
                table(Map.of(TxnRetention.PROPERTY, "interval 30 seconds")), 1_000_000))
        .hasValue(990_000);
  }

  private static TableSnapshot table(Map<String, String> properties) {
    TableSchema schema =
        new TableSchema(
            new StructType(List.of(StructField.nullable("a", PrimitiveType.LONG))), List.of());
    return new TableSnapshot(1, "id", schema, "rules", properties, Map.of());
  }
}
