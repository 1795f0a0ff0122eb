package io.deltaingest.testkit.sim;

import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.DataFile;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.stream.StreamConfig.BadRecordPolicy;
import io.deltaingest.domain.stream.StreamConfig.StartFrom;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Holds each version of both tables against the topic, when it lands. What was true of the version
 * before need not be looked at again: a version may only bring offsets between the stored offset
 * before it and the one that it stores, each of them once, and none of them may be missing.
 */
final class ExactlyOnceChecker {

  private static final String PREFIX = SimSettings.APP_ID + "-";

  /** What is in the tables of one partition. */
  private static final class Part {
    private final BitSet rows = new BitSet();
    private final BitSet deadLetters = new BitSet();
    private long stored = Long.MIN_VALUE;

    /** Up to here nothing has to be in the tables: the stream was told to start later. */
    private long passedOver = Long.MIN_VALUE;
  }

  private final SimSettings settings;
  private final SimTopic topic;

  /** Of a main table, and of the life of the topic that its offsets are of. */
  private record Stream(String tableId, long topicId) {}

  private final Map<Stream, List<Part>> tables = new HashMap<>();

  /** By recorder, whose dead letters they are. */
  private final Map<String, Stream> recorders = new HashMap<>();

  private final Map<String, Long> topicIds = new HashMap<>();
  private final Map<String, Boolean> initialised = new HashMap<>();
  private String tableId;

  ExactlyOnceChecker(SimSettings settings, SimTopic topic, String tableId) {
    this.settings = settings;
    this.topic = topic;
    this.tableId = tableId;
  }

  /** Another main table is at the place now. */
  void replaced(String newTableId) {
    tableId = newTableId;
  }

  private Part part(Stream stream, int partition) {
    List<Part> parts = tables.computeIfAbsent(stream, any -> new ArrayList<>());
    while (parts.size() <= partition) {
      parts.add(new Part());
    }
    return parts.get(partition);
  }

  private Part part(int partition) {
    return part(new Stream(tableId, life().idBits()), partition);
  }

  /** The stored offset of a partition; {@code Long.MIN_VALUE}: none. */
  long stored(int partition) {
    return part(partition).stored;
  }

  // ---- the main table ----

  /** A version of the main table. */
  void mainLanded(SimTable.Version version, Function<String, SimTable.StoredFile> files) {
    for (CommitMember member : version.members()) {
      if (!member.tableId().equals(version.snapshot().tableId())) {
        throw new Violation("a batch that was built for " + member.tableId() + " is in " + tableId);
      }
      if (!member.files().isEmpty() && !member.rules().equals(version.snapshot().rules())) {
        throw new Violation("a batch of other rules than the table's is in it: " + member.batch());
      }
      checkMarkers(member);
      Map<Integer, Long> before = advance(member);
      addRows(member, before, files);
      checkComplete(before);
    }
  }

  private void checkMarkers(CommitMember member) {
    for (TxnChange change : member.batch().txns()) {
      if (change.appId().equals(PREFIX + "topic")) {
        Long there = topicIds.putIfAbsent(tableId, change.version());
        if (there != null && there != change.version()) {
          throw new Violation("the table's offsets pass from one topic to another");
        }
      }
    }
  }

  /** Moves the stored offsets; gives those of before. */
  private Map<Integer, Long> advance(CommitMember member) {
    Map<Integer, Long> before = new HashMap<>();
    boolean first = !initialised.containsKey(tableId);
    for (TxnChange change : member.batch().txns()) {
      int number = number(change.appId());
      if (number >= 0) {
        Part part = part(number);
        if (change.version() < part.stored) {
          throw new Violation(
              "I1: "
                  + change.appId()
                  + " goes back from "
                  + part.stored
                  + " to "
                  + change.version());
        }
        before.put(number, part.stored);
        if (part.stored == Long.MIN_VALUE && member.files().isEmpty() && first && startsLater()) {
          part.passedOver = change.version();
        }
        part.stored = change.version();
      } else if (change.appId().equals(PREFIX + "partitions")) {
        initialised.put(tableId, true);
      }
    }
    return before;
  }

  private boolean startsLater() {
    return settings.startFrom() == StartFrom.LATEST || !settings.seekOffsets().isEmpty();
  }

  /** The partition whose stored offset that is, or -1. */
  private static int number(String appId) {
    String rest = appId.substring(PREFIX.length());
    return Character.isDigit(rest.charAt(0)) && rest.indexOf('-') < 0 ? Integer.parseInt(rest) : -1;
  }

  private void addRows(
      CommitMember member, Map<Integer, Long> before, Function<String, SimTable.StoredFile> files) {
    for (DataFile file : member.files()) {
      for (SimRow row : files.apply(file.path()).rows()) {
        requireFromTopic(row);
        requireWhole(row);
        Part part = part(row.partition());
        Long old = before.get(row.partition());
        if (old == null || row.offset() > part.stored) {
          throw new Violation("I1: " + row + " is in the table above the stored offset");
        }
        if (part.rows.get((int) row.offset())) {
          throw new Violation("I1: " + row + " is in the table twice");
        }
        if (row.offset() <= old) {
          throw new Violation("I1: " + row + " comes after its offset was passed");
        }
        if (part.deadLetters.get((int) row.offset())) {
          throw new Violation("I2: " + row + " is in the table and in the dead-letter table");
        }
        part.rows.set((int) row.offset());
      }
    }
  }

  private void requireFromTopic(SimRow row) {
    if (topic.lifeOf(row) != life().idBits()) {
      throw new Violation("I1: " + row + " is no message that this topic had to read");
    }
  }

  /** Where the table follows its messages, no value of theirs is left out that it can have. */
  private void requireWhole(SimRow row) {
    String wanted = life().partition(row.partition()).get((int) row.offset()).message.column();
    boolean left = wanted == null || wanted.equals(SimMessage.NOT_TO_BE_HAD);
    String due = left || !settings.evolves() ? null : wanted;
    if (settings.evolves() && !Objects.equals(row.column(), due)) {
      throw new Violation("I8: " + row + " has no value for " + due);
    }
  }

  private SimTopic.Life life() {
    Long id = topicIds.get(tableId);
    return id == null ? topic.current() : topic.life(id);
  }

  /** Whatever was passed is accounted for. */
  private void checkComplete(Map<Integer, Long> before) {
    SimTopic.Life life = life();
    before.forEach(
        (partition, old) -> {
          Part part = part(partition);
          if (part.stored >= life.stableEnd(partition) && part.stored != part.passedOver) {
            throw new Violation(
                "I2: offset " + part.stored + " of " + partition + " is stored, and not stable");
          }
          long from = Math.max(Math.max(old, part.passedOver), -1) + 1;
          for (long offset = from; offset <= part.stored; offset++) {
            checkAccounted(part, partition, offset, life.partition(partition).get((int) offset));
          }
        });
  }

  private void checkAccounted(Part part, int partition, long offset, SimTopic.Entry entry) {
    if (!entry.readable() || entry.deleted()) {
      return;
    }
    boolean row = part.rows.get((int) offset);
    boolean deadLetter = part.deadLetters.get((int) offset);
    boolean there =
        switch (entry.message.kind()) {
          case GOOD, GROWING -> row;
          case BAD -> settings.deadLetters() ? deadLetter : mayPass();
          case FLAKY -> settings.deadLetters() ? row || deadLetter : row || mayPass();
          case FILTERED, TOMBSTONE -> !row && !deadLetter;
          case VANISHING -> true;
        };
    if (!there) {
      throw new Violation(
          "I2: "
              + partition
              + "@"
              + offset
              + ", "
              + entry.message
              + ", was passed, and is "
              + (row ? "a row" : deadLetter ? "a dead letter" : "neither row nor dead letter"));
    }
  }

  /** Whether a rejected message may be in no table. */
  private boolean mayPass() {
    return settings.onBadRecord() == BadRecordPolicy.SKIP;
  }

  // ---- the dead-letter table ----

  /** A version of the dead-letter table. */
  void deadLettersLanded(SimTable.Version version, Function<String, SimTable.StoredFile> files) {
    for (CommitMember member : version.members()) {
      for (DataFile file : member.files()) {
        SimTable.StoredFile stored = files.apply(file.path());
        for (SimRow row : stored.rows()) {
          addDeadLetter(stored.mainTableId(), stored.recorder().orElseThrow(), row);
        }
      }
    }
  }

  private void addDeadLetter(String mainTableId, String recorder, SimRow row) {
    Stream stream = new Stream(mainTableId, topic.lifeOf(row));
    Stream before = recorders.putIfAbsent(recorder, stream);
    if (before != null && !before.equals(stream)) {
      throw new Violation("dead letters of " + before + " and " + stream + " are mixed");
    }
    if (stream.topicId() == 0) {
      throw new Violation("I1: the dead letter " + row + " is no message that there was to read");
    }
    Part part = part(stream, row.partition());
    if (part.deadLetters.get((int) row.offset())) {
      throw new Violation("I2: " + row + " is in the dead-letter table twice");
    }
    if (part.rows.get((int) row.offset())) {
      throw new Violation("I2: " + row + " is in the dead-letter table and in the table");
    }
    // A start behind what retention deleted passes over what another worker may have read before.
    boolean deleted =
        topic.life(stream.topicId()).partition(row.partition()).get((int) row.offset()).deleted();
    if (row.offset() <= part.stored && !deleted) {
      throw new Violation("I2: " + row + " is recorded after the table had passed it");
    }
    part.deadLetters.set((int) row.offset());
  }

  // ---- the end ----

  /** Moves whenever a stored offset does. */
  long progress() {
    long sum = 0;
    for (int partition = 0; partition < topic.partitionCount(); partition++) {
      sum += Math.max(stored(partition), -1);
    }
    return sum;
  }

  /** The first partition that the table is not at the end of, in words; null: complete. */
  String missing() {
    SimTopic.Life life = life();
    for (int partition = 0; partition < life.partitions().size(); partition++) {
      long end = life.stableEnd(partition);
      long stored = stored(partition);
      boolean empty = end <= topic.beginning(partition);
      if (stored != end - 1 && !(empty && stored == Long.MIN_VALUE)) {
        return "partition " + partition + " is stored up to " + stored + " of " + (end - 1);
      }
    }
    return null;
  }

  /** Every dead letter has been passed by the table. */
  void checkQuiet() {
    for (int partition = 0; partition < life().partitions().size(); partition++) {
      Part part = part(partition);
      if (part.deadLetters.length() - 1 > Math.max(part.stored, -1)) {
        throw new Violation("I2: dead letters above the stored offset of " + partition);
      }
    }
  }
}
