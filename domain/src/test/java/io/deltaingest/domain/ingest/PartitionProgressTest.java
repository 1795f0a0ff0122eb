package io.deltaingest.domain.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {

  @Test
  void shouldContinueFromTheBatchInCommit() {
    PartitionProgress progress =
        new PartitionProgress(0, OptionalLong.of(9), 10, Long.MAX_VALUE, null);
    assertThat(progress.uncommitted()).isFalse();

    progress.doneUpTo(12);
    assertThat(progress.movedSinceSeal()).isTrue();
    progress.sealedAtDone();
    assertThat(progress.movedSinceSeal()).isFalse();
    assertThat(progress.uncommitted()).isTrue();

    progress.doneUpTo(15);
    assertThat(progress.movedSinceSeal()).isTrue();
    progress.committed();
    assertThat(progress.stored()).hasValue(12);
    assertThat(progress.movedSinceSeal()).isTrue();
    assertThat(progress.position()).isEqualTo(16);
  }

  @Test
  void shouldNotWantWhatIsDoneOrBeyondTheEnd() {
    PartitionProgress progress = new PartitionProgress(0, OptionalLong.empty(), 5, 8, null);

    assertThat(progress.wants(4)).isFalse();
    assertThat(progress.wants(5)).isTrue();
    assertThat(progress.wants(8)).isFalse();
    progress.doneUpTo(20);
    assertThat(progress.done()).isEqualTo(7);
    assertThat(progress.reachedEnd()).isTrue();
  }

  @Test
  void shouldNotMoveForAPartitionThatHoldsNothing() {
    PartitionProgress progress =
        new PartitionProgress(0, OptionalLong.empty(), 5, Long.MAX_VALUE, null);

    progress.doneUpTo(4);

    assertThat(progress.movedSinceSeal()).isFalse();
    progress.storedAtStart();
    assertThat(progress.stored()).hasValue(4);
    assertThat(progress.movedSinceSeal()).isFalse();
  }
}
