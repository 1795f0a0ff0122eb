package io.deltaingest.testkit.fake;

import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.DataFile;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.ingest.Clock;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.SchemaGrowth;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.model.Txn;
import io.deltaingest.domain.port.OffsetStore;
import io.deltaingest.domain.port.TableLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A table in memory: the log as a list of versions, the files as lists of rows, and faults on
 * demand. Rows are (partition, offset) pairs, so that what is in the table can be held against the
 * topic.
 */
public final class FakeTable implements TableLog, OffsetStore {

  /** Columns {@code partition} and {@code offset}. */
  public static final TableSchema SCHEMA =
      new TableSchema(
          new StructType(
              List.of(
                  StructField.nullable("partition", PrimitiveType.INTEGER),
                  StructField.nullable("offset", PrimitiveType.LONG))),
          List.of());

  /** A row of the table. */
  public record Row(int partition, long offset) {}

  /** What the next put does instead of its work. */
  public enum PutFault {
    /** Nothing lands, and the caller is told nothing. */
    UNANSWERED,
    /** The entry lands, and the caller is told nothing. */
    LANDED_UNANSWERED,
    /** Another writer takes the version first. */
    RACE_LOST
  }

  private record Version(
      String commitId, List<Row> rows, Map<String, Txn> txns, String tableId, String rules) {}

  private record Prepared(
      long version, String commitId, List<CommitMember> members, Optional<SchemaGrowth> growth)
      implements PreparedCommit {}

  private final List<Version> versions = new ArrayList<>();
  private final Map<String, List<Row>> files = new HashMap<>();
  private final Queue<PutFault> putFaults = new ArrayDeque<>();
  private final Map<String, String> properties = new HashMap<>();
  private LongSupplier txnMillis = () -> Txn.NO_TIME;
  private int readFailures;
  private String tableId = "table-1";
  private String rules = "rules-1";
  private TableSchema schema = SCHEMA;

  public FakeTable() {
    versions.add(new Version("create", List.of(), Map.of(), tableId, rules));
  }

  // ---- what a test does to it ----

  /** The next puts go wrong in this way, one after the other. */
  public void failNextPut(PutFault... faults) {
    putFaults.addAll(List.of(faults));
  }

  /** The next reads find the storage away. */
  public void failNextReads(int count) {
    readFailures = count;
  }

  /** Another writer appends a version that sets those transaction identifiers. */
  public void otherWriterCommits(Map<String, Long> txns) {
    otherWriterCommits("other-" + versions.size(), txns);
  }

  /** Another writer appends a version with that commit id that sets those identifiers. */
  public void otherWriterCommits(String commitId, Map<String, Long> txns) {
    Map<String, Txn> changed = new HashMap<>();
    txns.forEach((id, version) -> changed.put(id, new Txn(version, Txn.NO_TIME)));
    versions.add(new Version(commitId, List.of(), changed, tableId, rules));
  }

  /** Another writer changes the schema. */
  public void changeSchema() {
    rules = rules + "'";
    versions.add(new Version("alter-" + versions.size(), List.of(), Map.of(), tableId, rules));
  }

  /** Sets a table property. It is not one that rows are shaped by: the rules stay. */
  public void setProperty(String key, String value) {
    properties.put(key, value);
  }

  /** From now on transaction identifiers carry the time of that clock; before, none. */
  public void timeTxnsBy(Clock newClock) {
    txnMillis = newClock::millis;
  }

  /** Another table at the same place. */
  public void replace() {
    tableId = tableId + "'";
    schema = SCHEMA;
    versions.clear();
    versions.add(new Version("create", List.of(), Map.of(), tableId, rules));
  }

  /** Takes a transaction identifier out of the table, as an expiry does. */
  public void forgetTxn(String appId) {
    versions.replaceAll(
        version -> {
          Map<String, Txn> kept = new HashMap<>(version.txns());
          kept.remove(appId);
          return new Version(
              version.commitId(), version.rows(), kept, version.tableId(), version.rules());
        });
  }

  // ---- what a test sees ----

  public int versionCount() {
    return versions.size();
  }

  /** Rows in the table as of that version, duplicates included. */
  public List<Row> rows(int version) {
    List<Row> rows = new ArrayList<>();
    for (Version each : versions.subList(0, version + 1)) {
      rows.addAll(each.rows());
    }
    return rows;
  }

  /** Rows in the newest version. */
  public List<Row> rows() {
    return rows(versions.size() - 1);
  }

  /** Stored transaction identifiers as of that version. */
  public Map<String, Long> txns(int version) {
    Map<String, Long> txns = new HashMap<>();
    for (Version each : versions.subList(0, version + 1)) {
      each.txns().forEach((id, txn) -> txns.put(id, txn.version()));
    }
    return txns;
  }

  /** Stored transaction identifiers in the newest version. */
  public Map<String, Long> txns() {
    return txns(versions.size() - 1);
  }

  // ---- ports ----

  /** Keeps the rows of a file until a commit names it. */
  void storeFile(String path, List<Row> rows) {
    files.put(path, rows);
  }

  @Override
  public TableSnapshot read() {
    return load();
  }

  @Override
  public TableSnapshot load() {
    if (readFailures > 0) {
      readFailures--;
      throw new TransientException(Problem.of("The storage is away", "a test took it", ""));
    }
    Map<String, Txn> txns = new HashMap<>();
    versions.forEach(version -> txns.putAll(version.txns()));
    return new TableSnapshot(versions.size() - 1, tableId, schema, rules, properties, txns);
  }

  @Override
  public LogUpdate follow(TableSnapshot from) {
    TableSnapshot now = load();
    if (!now.tableId().equals(from.tableId()) || now.version() < from.version()) {
      return new LogUpdate.Replaced("table id is " + now.tableId() + ", was " + from.tableId());
    }
    Set<String> ids = new HashSet<>();
    for (Version version : versions.subList((int) from.version() + 1, versions.size())) {
      ids.addAll(List.of(version.commitId().split(ID_SEPARATOR, -1)));
    }
    return new LogUpdate.Current(now, ids);
  }

  @Override
  public Optional<TableSnapshot> grow(TableSnapshot base, StructType wanted) {
    return base.rules().equals(rules)
        ? Optional.of(Growths.of(base, wanted).map(base::growingBy).orElse(base))
        : Optional.empty();
  }

  @Override
  public PreparedCommit prepare(TableSnapshot base, String commitId, List<CommitMember> members) {
    Optional<SchemaGrowth> growth = CommitMember.growthAfter(base, members);
    return new Prepared(base.version() + 1, commitId, List.copyOf(members), growth);
  }

  @Override
  public PutResult put(PreparedCommit commit) {
    PutFault fault = putFaults.poll();
    if (fault == PutFault.UNANSWERED) {
      throw new TransientException(Problem.of("No answer", "a test lost it", ""));
    }
    if (fault == PutFault.RACE_LOST) {
      otherWriterCommits(Map.of());
    }
    PutResult result = land((Prepared) commit);
    if (fault == PutFault.LANDED_UNANSWERED) {
      throw new TransientException(Problem.of("No answer", "a test lost it", ""));
    }
    return result;
  }

  private void growBy(SchemaGrowth growth) {
    rules = growth.toRules();
    schema = growth.schema();
  }

  private PutResult land(Prepared commit) {
    if (commit.version() < versions.size()) {
      String there = versions.get((int) commit.version()).commitId();
      return there.equals(commit.commitId()) ? PutResult.MINE : PutResult.OTHER;
    }
    List<Row> rows = new ArrayList<>();
    Map<String, Txn> txns = new HashMap<>();
    for (CommitMember member : commit.members()) {
      for (DataFile file : member.files()) {
        rows.addAll(files.get(file.path()));
      }
      txns.putAll(member.batch().txnsAt(txnMillis.getAsLong()));
    }
    commit.growth().ifPresent(this::growBy);
    versions.add(new Version(commit.commitId(), rows, txns, tableId, rules));
    return PutResult.MINE;
  }
}
