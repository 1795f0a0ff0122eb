package io.deltaingest.delta.standalone;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.delta.log.DeltaTableLogSuite;
import io.deltaingest.delta.log.SnapshotReader;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.model.TableSnapshot;
import org.junit.jupiter.api.Test;

/** The log that delta-standalone reads. */
class StandaloneTableLogTest extends DeltaTableLogSuite {

  @Override
  protected SnapshotReader reader(TableStorage storage) {
    return new StandaloneReader(storage);
  }

  @Test
  void shouldRefuseProtocolThatAnotherToolRaisedMeanwhile() {
    // given
    TableSnapshot table = log.load();
    files.put(1, "{\"protocol\":{\"minReaderVersion\":2,\"minWriterVersion\":5}}");

    // when, then
    assertThatThrownBy(() -> log.follow(table))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("reader version 2, writer version 5")
        .hasMessageContaining("log engine kernel");
  }
}
