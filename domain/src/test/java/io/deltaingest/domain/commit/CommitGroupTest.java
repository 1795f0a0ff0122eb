package io.deltaingest.domain.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.commit.TxnUpdate.OutputMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CommitGroupTest {

  private final CommitGroup group = new CommitGroup();

  @Test
  void shouldAdmitBatchesOfDifferentPartitions() {
    assertThat(group.admit(member("a", List.of("app-0"), List.of()))).isTrue();
    assertThat(group.admit(member("b", List.of("app-1"), List.of()))).isTrue();

    assertThat(group.members()).extracting(member -> member.batch().id()).containsExactly("a", "b");
  }

  @Test
  void shouldKeepApartWhatMovesTheSameIdentifier() {
    assertThat(group.admit(member("a", List.of("app-0"), List.of()))).isTrue();
    assertThat(group.admit(member("b", List.of("app-0"), List.of()))).isFalse();

    assertThat(group.members()).hasSize(1);
  }

  @Test
  void shouldKeepApartABatchAndTheFenceThatItCompares() {
    assertThat(group.admit(member("batch", List.of("app-0"), List.of("app-0-fence")))).isTrue();
    assertThat(group.admit(member("fence", List.of("app-0-fence"), List.of("app-0")))).isFalse();
  }

  @Test
  void shouldKeepApartAFenceAndTheBatchThatComparesIt() {
    assertThat(group.admit(member("fence", List.of("app-0-fence"), List.of("app-0")))).isTrue();
    assertThat(group.admit(member("batch", List.of("app-0"), List.of("app-0-fence")))).isFalse();
  }

  @Test
  void shouldAdmitBatchesThatCompareTheSameIdentifier() {
    assertThat(group.admit(member("a", List.of("app-0"), List.of("shared")))).isTrue();
    assertThat(group.admit(member("b", List.of("app-1"), List.of("shared")))).isTrue();
  }

  @Test
  void shouldForgetABatchThatItDidNotAdmit() {
    assertThat(group.admit(member("a", List.of("app-0"), List.of()))).isTrue();
    assertThat(group.admit(member("b", List.of("app-1", "app-0"), List.of()))).isFalse();
    assertThat(group.admit(member("c", List.of("app-1"), List.of()))).isTrue();
  }

  private static CommitMember member(String id, List<String> moves, List<String> compares) {
    TxnUpdate update =
        new TxnUpdate(
            moves.stream().map(name -> new TxnChange(name, OptionalLong.empty(), 1)).toList(),
            compares.stream().map(name -> new TxnCheck(name, OptionalLong.empty())).toList(),
            OutputMode.APPEND,
            Optional.empty());
    return new CommitMember(new SealedBatch(id, update, 0), List.of(), "table", "rules", "app");
  }
}
