package io.deltaingest.delta.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.TableLog.LogUpdate;
import org.junit.jupiter.api.Test;

/** The log that Delta Kernel reads. */
class KernelTableLogTest extends DeltaTableLogSuite {

  @Override
  protected SnapshotReader reader(TableStorage storage) {
    return new KernelReader(storage);
  }

  @Test
  void shouldNoticeProtocolThatAnotherToolRaised() {
    // given
    TableSnapshot table = log().load();
    files.put(1, "{\"protocol\":{\"minReaderVersion\":2,\"minWriterVersion\":5}}");
    files.put(2, "{\"txn\":{\"appId\":\"app-0\",\"version\":9}}");

    // when
    TableSnapshot followed = ((LogUpdate.Current) log().follow(table)).snapshot();

    // then
    assertThat(followed.rules()).isNotEqualTo(table.rules());
    assertThat(followed.txnVersion("app-0")).hasValue(9);
  }

  @Test
  void shouldRefuseByNameFeatureThatAnotherToolAddedMeanwhile() {
    // given
    TableSnapshot table = log().load();
    files.put(
        1,
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,"
            + "\"writerFeatures\":[\"appendOnly\",\"madeUpFeature\"]}}");

    // when, then
    assertThatThrownBy(() -> log().follow(table))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("madeUpFeature");
  }
}
