package io.deltaingest.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.testkit.WebRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContentCheckTest {

  private static final int PARTITIONS = 2;
  private static final Map<Integer, Long> DONE = Map.of(0, 2L, 1, 1L);

  private final WebRequests requests = new WebRequests(1);
  private final ContentCheck check = new ContentCheck(requests, PARTITIONS);

  @Test
  void shouldAgreeWithEveryMessageOnce() {
    rows().forEach(check::add);

    assertThat(check.problems(DONE)).isEmpty();
    assertThat(check.rows()).isEqualTo(5);
  }

  @Test
  void shouldAgreeInAnyOrder() {
    List<SampleRow> rows = rows();
    for (int i = rows.size() - 1; i >= 0; i--) {
      check.add(rows.get(i));
    }

    assertThat(check.problems(DONE)).isEmpty();
  }

  @Test
  void shouldFindMissingMessage() {
    List<SampleRow> rows = rows();
    rows.remove(1);
    rows.forEach(check::add);

    assertThat(check.problems(DONE))
        .singleElement()
        .asString()
        .contains("partition 0, offset 1 is missing");
  }

  @Test
  void shouldFindMissingPartition() {
    rows().stream().filter(row -> row.partition() == 0).forEach(check::add);

    assertThat(check.problems(DONE))
        .singleElement()
        .asString()
        .contains("partition 1, offset 0 is missing");
  }

  @Test
  void shouldFindDoubledMessage() {
    rows().forEach(check::add);
    check.add(rows().get(2));

    assertThat(check.problems(DONE)).containsExactly("partition 0, offset 2 is there twice");
  }

  @Test
  void shouldFindRowBeyondStoredOffset() {
    rows().forEach(check::add);

    assertThat(check.problems(Map.of(0, 2L)))
        .singleElement()
        .asString()
        .contains("partition 1, offset 1 is there")
        .contains("up to -1");
  }

  @Test
  void shouldFindChangedValue() {
    List<SampleRow> rows = rows();
    rows.set(0, withStatus(rows.get(0), 999));
    rows.forEach(check::add);

    assertThat(check.problems(DONE)).singleElement().asString().contains("status=999");
  }

  @Test
  void shouldFindRowOfNoPartition() {
    rows().forEach(check::add);
    SampleRow row = SampleRow.expected(requests, PARTITIONS, 0, 0);
    check.add(
        new SampleRow(
            7,
            row.offset(),
            row.topic(),
            row.timestamp(),
            row.method(),
            row.sessionId(),
            row.status(),
            row.url(),
            row.uuid(),
            row.date()));

    assertThat(check.problems(DONE)).singleElement().asString().contains("comes from nowhere");
  }

  @Test
  void shouldNotListEveryOneOfManyWrongRows() {
    for (int i = 0; i < 3; i++) {
      rows().forEach(check::add);
    }

    assertThat(check.problems(DONE)).hasSize(6).last().asString().contains("5 more rows");
  }

  /** Offsets 0 to 2 of partition 0, 0 and 1 of partition 1. */
  private List<SampleRow> rows() {
    List<SampleRow> rows = new ArrayList<>();
    for (long offset = 0; offset <= 2; offset++) {
      rows.add(SampleRow.expected(requests, PARTITIONS, 0, offset));
    }
    for (long offset = 0; offset <= 1; offset++) {
      rows.add(SampleRow.expected(requests, PARTITIONS, 1, offset));
    }
    return rows;
  }

  private static SampleRow withStatus(SampleRow row, int status) {
    return new SampleRow(
        row.partition(),
        row.offset(),
        row.topic(),
        row.timestamp(),
        row.method(),
        row.sessionId(),
        status,
        row.url(),
        row.uuid(),
        row.date());
  }
}
