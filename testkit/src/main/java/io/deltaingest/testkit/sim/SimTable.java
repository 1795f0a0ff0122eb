package io.deltaingest.testkit.sim;

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
import io.deltaingest.domain.port.TableLog;
import io.deltaingest.testkit.fake.Growths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A table whose log loses answers, answers what it can't know yet, and lets a put land long after
 * it was asked for, when its writer may be dead. What lands is told at once.
 */
final class SimTable implements TableLog {

  /** What goes wrong with a put. */
  enum PutFault {
    NONE,
    /** It lands, and the answer is lost. */
    ANSWER_LOST,
    /** No answer; it may land later. */
    LATE,
    /** No answer, and read back as absent; it may land later. */
    ABSENT,
    /** Never arrives, and no answer. */
    LOST
  }

  /**
   * A data file.
   *
   * @param mainTableId the id of the main table that its writer wrote to
   */
  record StoredFile(List<SimRow> rows, String mainTableId, Optional<String> recorder) {}

  /**
   * A version.
   *
   * @param members whose batches are in it; none for another writer's
   */
  record Version(List<CommitMember> members, String commitId, TableSnapshot snapshot) {}

  private record Prepared(
      long version,
      String commitId,
      String tableId,
      List<CommitMember> members,
      Optional<SchemaGrowth> growth)
      implements PreparedCommit {}

  private final String name;
  private final Clock clock;
  private final Map<String, String> properties;
  private final Supplier<PutFault> faults;
  private final Consumer<Version> landed;
  private final List<Version> versions = new ArrayList<>();
  private final Map<String, StoredFile> files = new HashMap<>();
  private final List<Prepared> inFlight = new ArrayList<>();
  private boolean away;
  private int columns;
  private int tables;

  /**
   * @param forgets whether identifiers have to be written again now and then
   */
  SimTable(
      String name,
      boolean forgets,
      Clock clock,
      Supplier<PutFault> faults,
      Consumer<Version> landed) {
    this.name = name;
    this.clock = clock;
    properties =
        forgets ? Map.of("delta.setTransactionRetentionDuration", "interval 30 seconds") : Map.of();
    this.faults = faults;
    this.landed = landed;
    create();
  }

  private void create() {
    tables++;
    columns = 0;
    TableSnapshot first =
        new TableSnapshot(0, name + "-" + tables, schema(), "rules", properties, Map.of());
    versions.add(new Version(List.of(), "create", first));
  }

  private TableSchema schema() {
    List<StructField> fields = new ArrayList<>();
    fields.add(StructField.nullable("partition", PrimitiveType.INTEGER));
    fields.add(StructField.nullable("offset", PrimitiveType.LONG));
    fields.add(StructField.nullable("serial", PrimitiveType.LONG));
    return new TableSchema(new StructType(fields), List.of());
  }

  // ---- what befalls it ----

  void setAway(boolean isAway) {
    away = isAway;
  }

  boolean away() {
    return away;
  }

  /** Another writer appends something that is not ours. */
  void foreignAppend() {
    addForeign(newest().snapshot().advancedTo(versions.size(), Map.of()));
  }

  /** Another writer adds a column. */
  void addColumn() {
    columns++;
    TableSnapshot last = newest().snapshot();
    StructField column = StructField.nullable("added" + columns, PrimitiveType.LONG);
    TableSnapshot grown = last.with(Growths.of(last, new StructType(List.of(column))));
    addForeign(grown.advancedTo(versions.size(), Map.of()));
  }

  /** A transaction identifier is gone, as after an expiry. */
  void forget(String appId) {
    TableSnapshot last = newest().snapshot();
    Map<String, Txn> kept = new HashMap<>(last.txns());
    kept.remove(appId);
    addForeign(
        new TableSnapshot(
            versions.size(), last.tableId(), last.schema(), last.rules(), properties, kept));
  }

  /**
   * Another table is put in its place, with that many versions. A put that was on its way when that
   * happened must not find its number free: no writer could know.
   */
  void replace(int count) {
    inFlight.clear();
    versions.clear();
    create();
    while (versions.size() < count) {
      foreignAppend();
    }
  }

  private void addForeign(TableSnapshot snapshot) {
    versions.add(new Version(List.of(), "foreign-" + versions.size(), snapshot));
  }

  boolean hasInFlight() {
    return !inFlight.isEmpty();
  }

  /** A put that was never answered comes to its end: it lands if its version is still free. */
  String landLate(int index) {
    Prepared late = inFlight.remove(index % inFlight.size());
    return name + " " + late.commitId() + " late at " + late.version() + ": " + land(late);
  }

  Version newest() {
    return versions.get(versions.size() - 1);
  }

  /** Stores a complete data file. */
  void store(String path, StoredFile file) {
    files.put(path, file);
  }

  StoredFile file(String path) {
    return files.get(path);
  }

  List<Version> versions() {
    return List.copyOf(versions);
  }

  /** The versions up to that one. */
  List<Version> versions(long newest) {
    return versions.subList(0, (int) newest + 1);
  }

  // ---- the log ----

  @Override
  public TableSnapshot load() {
    requireThere();
    return newest().snapshot();
  }

  private void requireThere() {
    if (away) {
      throw new TransientException(Problem.of("The storage is away", "", ""));
    }
  }

  @Override
  public LogUpdate follow(TableSnapshot from) {
    requireThere();
    TableSnapshot now = newest().snapshot();
    if (!now.tableId().equals(from.tableId())) {
      return new LogUpdate.Replaced("table id is " + now.tableId() + ", was " + from.tableId());
    }
    if (from.version() >= versions.size()) {
      return new LogUpdate.Replaced("version " + from.version() + " is not there");
    }
    Set<String> ids = new HashSet<>();
    for (Version version : versions.subList((int) from.version() + 1, versions.size())) {
      ids.addAll(List.of(version.commitId().split(ID_SEPARATOR)));
    }
    return new LogUpdate.Current(now, ids);
  }

  @Override
  public Optional<TableSnapshot> grow(TableSnapshot base, StructType wanted) {
    requireThere();
    return base.rules().equals(newest().snapshot().rules())
        ? Optional.of(Growths.of(base, wanted).map(base::growingBy).orElse(base))
        : Optional.empty();
  }

  @Override
  public PreparedCommit prepare(TableSnapshot base, String commitId, List<CommitMember> members) {
    Optional<SchemaGrowth> growth = CommitMember.growthAfter(base, members);
    return new Prepared(base.version() + 1, commitId, base.tableId(), List.copyOf(members), growth);
  }

  @Override
  public PutResult put(PreparedCommit commit) {
    requireThere();
    Prepared entry = (Prepared) commit;
    switch (faults.get()) {
      case ANSWER_LOST -> {
        land(entry);
        throw unanswered();
      }
      case LATE -> {
        inFlight.add(entry);
        throw unanswered();
      }
      case ABSENT -> {
        if (entry.version() == versions.size()) {
          inFlight.add(entry);
          return PutResult.ABSENT;
        }
        return land(entry);
      }
      case LOST -> throw unanswered();
      default -> {
        return land(entry);
      }
    }
  }

  /** A version brings the schema that its files were written by, and no file has another one. */
  private TableSnapshot grown(TableSnapshot last, Prepared entry) {
    if (entry.growth().isPresent() && !entry.growth().get().fromRules().equals(last.rules())) {
      throw new Violation(name + ": a schema that was " + last.rules() + " is overwritten");
    }
    TableSnapshot grown = last.with(entry.growth());
    for (CommitMember member : entry.members()) {
      if (!member.files().isEmpty() && !member.rules().equals(grown.rules())) {
        throw new Violation(
            name + ": files by " + member.rules() + " in a version of " + grown.rules());
      }
    }
    return grown;
  }

  private static TransientException unanswered() {
    return new TransientException(Problem.of("No answer", "", ""));
  }

  private PutResult land(Prepared entry) {
    if (entry.version() < versions.size()) {
      String there = versions.get((int) entry.version()).commitId();
      return there.equals(entry.commitId()) ? PutResult.MINE : PutResult.OTHER;
    }
    if (entry.version() > versions.size()) {
      throw new Violation(
          name + ": version " + entry.version() + " put after version " + (versions.size() - 1));
    }
    Map<String, Txn> changed = new HashMap<>();
    for (CommitMember member : entry.members()) {
      for (DataFile file : member.files()) {
        if (!files.containsKey(file.path())) {
          throw new Violation("I5: the log names a file that is not complete, " + file.path());
        }
      }
      changed.putAll(member.batch().txnsAt(clock.millis()));
    }
    TableSnapshot grown = grown(newest().snapshot(), entry);
    Version version =
        new Version(entry.members(), entry.commitId(), grown.advancedTo(entry.version(), changed));
    versions.add(version);
    landed.accept(version);
    return PutResult.MINE;
  }
}
