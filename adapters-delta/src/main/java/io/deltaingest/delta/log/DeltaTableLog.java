package io.deltaingest.delta.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.deltaingest.delta.file.TableLayout;
import io.deltaingest.delta.file.TableLayouts;
import io.deltaingest.delta.store.LogFile;
import io.deltaingest.delta.store.LogStorage;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.DataFile;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.SchemaGrowth;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.model.Txn;
import io.deltaingest.domain.port.TableLog;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one table: snapshots and checkpoints by a library, commits by our own lines put in
 * place if absent.
 *
 * <p>Following costs two looks at the folder when nothing happened, and reading the new entries
 * when something did; only a change of metadata or protocol, or entries that were cleaned up, makes
 * it read from scratch. Thread-safe.
 */
public final class DeltaTableLog implements TableLog, TableLayouts {

  private static final Logger LOG = LoggerFactory.getLogger(DeltaTableLog.class);

  /** How long an entry that is not JSON counts as one that a careless writer is still writing. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TableStorage storage;
  private final LogStorage log;
  private final SnapshotReader reader;
  private final CommitJson json;
  private final Clock clock;
  private final SeenEntries seen = new SeenEntries();
  private final KnownRules rules = new KnownRules();
  private final CommitChain chain;
  private final LogUpkeep upkeep;

  /**
   * The log read by Delta Kernel.
   *
   * @param engineInfo {@code commitInfo.engineInfo}: name and version of this program
   * @param clock the time that goes into commits
   */
  public DeltaTableLog(TableStorage storage, String engineInfo, Clock clock) {
    this(storage, new KernelReader(storage), engineInfo, clock);
  }

  /**
   * @param reader the library's side, on the same storage
   * @param engineInfo {@code commitInfo.engineInfo}: name and version of this program
   * @param clock the time that goes into commits
   */
  public DeltaTableLog(
      TableStorage storage, SnapshotReader reader, String engineInfo, Clock clock) {
    this.storage = storage;
    this.log = storage.log();
    this.reader = reader;
    this.chain = new CommitChain(log, reader);
    this.upkeep = new LogUpkeep(log, reader, clock);
    this.json = new CommitJson(engineInfo);
    this.clock = clock;
  }

  @Override
  public TableSnapshot load() {
    LoadedTable table = reader.readLatest().orElseThrow(() -> noTable(storage.location()));
    WriteRules found =
        WriterRules.judge(
            storage.location(), table.protocol(), table.metadata(), table.clustering());
    if (table.objection().isPresent()) {
      throw new ConfigurationException(
          Problem.of(
              "The Delta table at " + storage.location() + " can't be written by this version",
              table.objection().get(),
              "Remove that from the table, or write to another one"));
    }
    upkeep.noteCheckpoint(table.checkpointVersion());
    seen.note(table.version(), find(table.version()));
    chain.note(table.version(), new CommitMarks(OptionalLong.empty(), table.rowIdHighWaterMark()));
    String fingerprint =
        WriterRules.fingerprint(table.protocol(), table.metadata(), table.clustering());
    rules.note(fingerprint, found);
    return new TableSnapshot(
        table.version(),
        table.metadata().id(),
        found.schema(),
        fingerprint,
        table.metadata().configuration(),
        table.txns());
  }

  @Override
  public LogUpdate follow(TableSnapshot from) {
    Optional<LogFile> base = find(from.version());
    if (!seen.isSame(from.version(), base)) {
      if (base.isPresent() && seen.knows(from.version())) {
        return new LogUpdate.Replaced("version " + from.version() + " was written again");
      }
      return reload(from, new HashSet<>(), from.version());
    }
    Map<String, Txn> txns = new HashMap<>();
    Set<String> commitIds = new HashSet<>();
    CommitMarks marks = chain.at(from.version());
    long version = from.version();
    Optional<LogFile> newest = base;
    for (Optional<LogFile> next = find(version + 1); next.isPresent(); next = find(version + 1)) {
      Optional<LogEntry> read = read(version + 1);
      if (read.isEmpty()) {
        break;
      }
      LogEntry entry = read.get();
      newest = next;
      version++;
      marks = marks.after(entry);
      txns.putAll(entry.txns());
      commitIds.addAll(entry.commitIds());
      if (entry.changesTable()) {
        return reload(from, commitIds, version);
      }
    }
    if (version == from.version()) {
      return new LogUpdate.Current(from, commitIds);
    }
    seen.note(version, newest, find(version));
    chain.note(version, marks);
    return new LogUpdate.Current(from.advancedTo(version, txns), commitIds);
  }

  @Override
  public PreparedCommit prepare(TableSnapshot base, String commitId, List<CommitMember> members) {
    long now = clock.millis();
    CommitDuties duties;
    try {
      duties = chain.duties(base.version(), rulesOf(base), now);
    } catch (IOException failure) {
      throw readingFailed(failure);
    }
    long rows = 0;
    for (CommitMember member : members) {
      for (DataFile file : member.files()) {
        rows += file.rows();
      }
    }
    Optional<SchemaGrowth> growth = CommitMember.growthAfter(base, members);
    byte[] bytes = json.write(commitId, growth.map(SchemaGrowth::metadata), members, now, duties);
    return new DeltaCommit(base.version() + 1, commitId, bytes, duties.marks(rows));
  }

  @Override
  public Optional<TableSnapshot> grow(TableSnapshot base, StructType wanted) {
    LoadedTable table = reader.readLatest().orElseThrow(() -> noTable(storage.location()));
    String rulesNow =
        WriterRules.fingerprint(table.protocol(), table.metadata(), table.clustering());
    if (!rulesNow.equals(base.rules()) || !table.metadata().id().equals(base.tableId())) {
      return Optional.empty();
    }
    return Optional.of(
        SchemaEditor.grow(table.protocol(), table.metadata(), wanted)
            .map(metadata -> base.growingBy(growth(base, table, metadata)))
            .orElse(base));
  }

  private SchemaGrowth growth(TableSnapshot base, LoadedTable table, TableMetadata metadata) {
    WriteRules grown =
        WriterRules.judge(storage.location(), table.protocol(), metadata, table.clustering());
    String fingerprint = WriterRules.fingerprint(table.protocol(), metadata, table.clustering());
    rules.note(fingerprint, grown);
    return new SchemaGrowth(
        base.rules(), fingerprint, grown.schema(), metadata.configuration(), metadata.action());
  }

  @Override
  public TableLayout of(TableSnapshot table) {
    return rulesOf(table).layout();
  }

  @Override
  public PutResult put(PreparedCommit commit) {
    DeltaCommit entry = (DeltaCommit) commit;
    if (isOfAnotherTable(entry.version())) {
      return PutResult.OTHER;
    }
    try {
      PutResult result = log.putIfAbsent(LogNames.entry(entry.version()), entry.bytes());
      if (result == PutResult.MINE) {
        noteWritten(entry.version());
        chain.note(entry.version(), entry.marks());
      }
      return result;
    } catch (NoSuchFileException gone) {
      throw new ConfigurationException(
          Problem.of(
              "Version " + entry.version() + " of " + storage.location() + " was not written",
              "the table's log folder is gone",
              "Start again when the table is back"),
          gone);
    } catch (IOException failure) {
      throw storage.explain(
          "Writing version " + entry.version() + " of " + storage.location() + " failed", failure);
    }
  }

  /**
   * Whether the version before is not the one that the entry was prepared for: the table was
   * replaced since. While a store is away an entry waits, perhaps for hours, and in the table that
   * took the place it would be of another table, or leave a gap in the log. Whoever follows the log
   * is told.
   */
  private boolean isOfAnotherTable(long version) {
    long before = version - 1;
    try {
      return seen.knows(before)
          && !seen.isSame(before, log.find(LogNames.entry(before)))
          && log.find(LogNames.entry(version)).isEmpty()
          && log.exists();
    } catch (IOException failure) {
      throw readingFailed(failure);
    }
  }

  /** The version is ours whether it can be looked at or not; what was not seen is read again. */
  private void noteWritten(long version) {
    try {
      seen.note(version, log.find(LogNames.entry(version)));
    } catch (IOException unseen) {
      LOG.debug("Version {} of {} can't be looked at", version, storage.location(), unseen);
    }
  }

  /** The newest checkpoint that this process knows of, or -1. */
  long checkpointVersion() {
    return upkeep.checkpointVersion();
  }

  /** See {@link LogUpkeep#writeCheckpoint}. */
  void writeCheckpoint(int interval, long due) throws IOException {
    upkeep.writeCheckpoint(interval, due);
  }

  TableStorage storage() {
    return storage;
  }

  /** The failure of a look at a place where no table is. */
  public static ConfigurationException noTable(String location) {
    return new ConfigurationException(
        Problem.of(
            "There is no Delta table at " + location,
            "it has no _delta_log folder with a version in it",
            "Name an existing table, or create this one with --create --schema FILE"));
  }

  /** How to write to that version. It was read here, so its rules are known, or can be again. */
  private WriteRules rulesOf(TableSnapshot table) {
    Optional<WriteRules> known = rules.of(table.rules());
    if (known.isEmpty()) {
      load();
      known = rules.of(table.rules());
    }
    return known.orElseThrow(
        () ->
            new TransientException(
                Problem.of(
                    "Version " + table.version() + " of " + storage.location() + " is outdated",
                    "the table's schema or rules have changed since",
                    "")));
  }

  /** The table from scratch, as the successor of a version that was known. */
  private LogUpdate reload(TableSnapshot from, Set<String> commitIds, long readTo) {
    TableSnapshot fresh;
    try {
      if (!log.exists()) {
        return new LogUpdate.Replaced("its log folder is gone");
      }
      fresh = load();
    } catch (IOException failure) {
      throw readingFailed(failure);
    }
    if (!fresh.tableId().equals(from.tableId())) {
      return new LogUpdate.Replaced("its id is " + fresh.tableId() + ", and was " + from.tableId());
    }
    if (fresh.version() < from.version()) {
      return new LogUpdate.Replaced(
          "its newest version is " + fresh.version() + ", and was " + from.version());
    }
    for (long version = readTo + 1; version <= fresh.version(); version++) {
      read(version).ifPresent(entry -> commitIds.addAll(entry.commitIds()));
    }
    return new LogUpdate.Current(fresh, commitIds);
  }

  private Optional<LogEntry> read(long version) {
    String name = LogNames.entry(version);
    try {
      LogEntry entry = LogEntry.parse(log.read(name));
      if (entry.actions() == 0) {
        throw unfinished(name, "it is empty", null);
      }
      return Optional.of(entry);
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (JsonProcessingException malformed) {
      throw unfinished(name, malformed.getOriginalMessage(), malformed);
    } catch (IOException failure) {
      throw readingFailed(failure);
    }
  }

  /** An entry that can't be read: perhaps a writer without atomic writes is at it just now. */
  private IngestException unfinished(String name, String detail, Exception cause) {
    String what = "The entry " + name + " of the Delta log of " + storage.location();
    try {
      Optional<LogFile> file = log.find(name);
      if (file.isPresent()
          && clock.millis() - file.get().modificationTimeMillis() > PATIENCE.toMillis()) {
        return new ConfigurationException(
            Problem.of(what + " is damaged", detail, "Restore it, or the whole table"), cause);
      }
    } catch (IOException failure) {
      return readingFailed(failure);
    }
    return new TransientException(Problem.of(what + " is not complete yet", detail, ""), cause);
  }

  private Optional<LogFile> find(long version) {
    try {
      return log.find(LogNames.entry(version));
    } catch (IOException failure) {
      throw readingFailed(failure);
    }
  }

  private IngestException readingFailed(IOException failure) {
    return storage.explain("Reading the Delta log of " + storage.location() + " failed", failure);
  }
}
