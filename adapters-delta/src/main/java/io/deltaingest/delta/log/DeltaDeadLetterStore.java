package io.deltaingest.delta.log;

import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.DeadLetterStore;
import io.deltaingest.domain.port.OffsetStore;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is recorded in a dead-letter table, from its log and those of its data files that neither
 * tag nor statistics rule out. One for each worker. Thread-safe.
 */
public final class DeltaDeadLetterStore implements DeadLetterStore {

  private static final Set<PrimitiveType> TOPIC_TYPES = Set.of(PrimitiveType.STRING);
  private static final Set<PrimitiveType> NUMBER_TYPES =
      Set.of(PrimitiveType.INTEGER, PrimitiveType.LONG, PrimitiveType.STRING);

  /** The identifiers that a recorder keeps in the table begin with its name. */
  private static final Pattern KEPT_BY_RECORDER =
      Pattern.compile("(.+-dlq-[0-9a-f]{16})-\\d+(?:-commits)?");

  private final OffsetStore snapshots;
  private final TableStorage storage;

  /**
   * @param snapshots the table's versions; this store's alone
   */
  public DeltaDeadLetterStore(OffsetStore snapshots, TableStorage storage) {
    this.snapshots = snapshots;
    this.storage = storage;
  }

  @Override
  public TableSnapshot read() {
    return snapshots.read();
  }

  @Override
  public Optional<Map<Integer, long[]>> recorded(
      TableSnapshot table, String recorder, String topic, Map<Integer, OffsetRange> windows) {
    if (!tells(table.schema().root())) {
      return Optional.empty();
    }
    RecordedOffsets offsets = new RecordedOffsets(windows);
    if (!windows.isEmpty()) {
      RecordedFiles files =
          new RecordedFiles(
              recorder,
              isShared(table, recorder),
              ColumnMapping.isOn(table.properties()),
              topic,
              offsets);
      new DeadLetterScan(storage, table).read(files, topic, offsets);
    }
    return Optional.of(offsets.toMap());
  }

  /** Whether others than this one recorded in the table. */
  private static boolean isShared(TableSnapshot table, String recorder) {
    for (String id : table.txns().keySet()) {
      Matcher matcher = KEPT_BY_RECORDER.matcher(id);
      if (matcher.matches() && !matcher.group(1).equals(recorder)) {
        return true;
      }
    }
    return false;
  }

  private static boolean tells(StructType columns) {
    return has(columns, TOPIC_COLUMN, TOPIC_TYPES)
        && has(columns, PARTITION_COLUMN, NUMBER_TYPES)
        && has(columns, OFFSET_COLUMN, NUMBER_TYPES);
  }

  private static boolean has(StructType columns, String name, Set<PrimitiveType> types) {
    int index = columns.indexOf(name);
    return index >= 0
        && columns.fields().get(index).type() instanceof PrimitiveType type
        && types.contains(type);
  }
}
