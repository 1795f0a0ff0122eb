package io.deltaingest.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.delta.DeltaTables;
import io.deltaingest.delta.DeltaTables.DeltaTable;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfig.LogEngine;
import io.deltaingest.domain.stream.StreamConfig.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The empty dead-letter table that the documents tell people to copy. */
class DeadLetterExampleTest {

  private static final String LOG_ENTRY = "_delta_log/00000000000000000000.json";

  @TempDir private Path directory;

  @Test
  void shouldBeATableWithTheColumnsThatAreDocumented() throws IOException {
    // given a copy, as the documents say
    Path copy = directory.resolve("dead_letters");
    Files.createDirectories(copy.resolve("_delta_log"));
    Files.copy(
        Documents.root().resolve("docs/examples/dead_letters").resolve(LOG_ENTRY),
        copy.resolve(LOG_ENTRY));

    // when it is opened to be written to
    TableSnapshot snapshot;
    Table config =
        new Table(
            copy.toString(),
            "app",
            true,
            Optional.empty(),
            StreamConfig.SchemaEvolution.NONE,
            LogEngine.KERNEL);
    try (DeltaTable table = new DeltaTables("test", Clock.systemUTC()).open(config)) {
      snapshot = table.deadLetterStore().read();
    }

    // then
    Map<String, String> columns = new TreeMap<>();
    for (StructField column : snapshot.schema().columns()) {
      assertThat(column.nullable()).as(column.name()).isTrue();
      columns.put(column.name(), column.type().describe());
    }
    assertThat(snapshot.schema().partitionColumns()).containsExactly("date");
    assertThat(columns.remove("date")).isEqualTo("date");
    assertThat(columns).hasSizeGreaterThan(10).isEqualTo(documented());
  }

  private static Map<String, String> documented() {
    Map<String, String> columns = new TreeMap<>();
    Markdown operations = Markdown.read(Documents.root().resolve("docs/operations.md"));
    for (List<String> row : operations.table("dead letters").rows()) {
      columns.put(Markdown.codeIn(row.get(0)).get(0), Markdown.codeIn(row.get(1)).get(0));
    }
    return columns;
  }
}
