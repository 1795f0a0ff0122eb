package io.deltaingest.testkit.fake;

import java.util.ArrayList;
import java.util.List;

/** The log of one partition: offset n is entry n, whatever became of it. */
final class FakePartition {

  private enum State {
    READABLE,
    OPEN,
    /** A marker, or a record that was aborted or compacted away. */
    HIDDEN
  }

  private static final class Entry {
    private final FakeRecord record;
    private State state;

    private Entry(FakeRecord record, State state) {
      this.record = record;
      this.state = state;
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private long beginning;

  long beginningOffset() {
    return beginning;
  }

  long logEndOffset() {
    return entries.size();
  }

  /** The first offset of an open transaction, else the end of the log. */
  long lastStableOffset() {
    for (long offset = beginning; offset < entries.size(); offset++) {
      if (entry(offset).state == State.OPEN) {
        return offset;
      }
    }
    return entries.size();
  }

  /** The record at that offset, or null where there is none to read. */
  FakeRecord read(long offset) {
    Entry entry = entry(offset);
    return entry.state == State.READABLE ? entry.record : null;
  }

  long append(FakeRecord record) {
    entries.add(new Entry(record, State.READABLE));
    return entries.size() - 1L;
  }

  long appendOpen(FakeRecord record) {
    entries.add(new Entry(record, State.OPEN));
    return entries.size() - 1L;
  }

  void endTransaction(List<Long> offsets, boolean committed) {
    for (long offset : offsets) {
      entry(offset).state = committed ? State.READABLE : State.HIDDEN;
    }
    entries.add(new Entry(null, State.HIDDEN));
  }

  void compactAway(long offset) {
    entry(offset).state = State.HIDDEN;
  }

  void deleteBefore(long offset) {
    if (offset > entries.size()) {
      throw new IllegalArgumentException(offset + " is after the end, " + entries.size());
    }
    beginning = Math.max(beginning, offset);
  }

  private Entry entry(long offset) {
    return entries.get(Math.toIntExact(offset));
  }
}
