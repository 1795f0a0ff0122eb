package io.deltaingest.testkit.sim;

import io.deltaingest.testkit.fake.FakeTopic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The topic, and the truth about it: what was ever written at which offset. */
final class SimTopic {

  /** One offset of one partition. */
  static final class Entry {
    final SimMessage message;
    private boolean open;
    private boolean readable;
    private boolean deleted;

    private Entry(SimMessage message, boolean open, boolean readable) {
      this.message = message;
      this.open = open;
      this.readable = readable;
    }

    /** A message that a reader may get, or could have got. */
    boolean readable() {
      return readable;
    }

    /** Taken away by compaction or retention: somebody may have read it before. */
    boolean deleted() {
      return deleted;
    }
  }

  /** One life of the topic, until it is deleted. */
  record Life(long idBits, List<List<Entry>> partitions) {
    List<Entry> partition(int number) {
      return partitions.get(number);
    }

    /** The first offset that can't be read yet. */
    long stableEnd(int number) {
      List<Entry> entries = partitions.get(number);
      for (int offset = 0; offset < entries.size(); offset++) {
        if (entries.get(offset).open) {
          return offset;
        }
      }
      return entries.size();
    }
  }

  private record OpenTransaction(
      FakeTopic.OpenTransaction transaction, Life life, int partition, List<Entry> entries) {}

  private final SplittableRandom random;
  private final FakeTopic fake;
  private final List<Life> lives = new ArrayList<>();
  private final List<OpenTransaction> open = new ArrayList<>();
  private final long[] beginnings = new long[SimSettings.MAX_PARTITIONS];
  private final SimSettings settings;
  private long serials;

  SimTopic(SimSettings settings, SplittableRandom random) {
    this.settings = settings;
    this.random = random;
    fake = new FakeTopic("topic", settings.partitions());
    begin(settings.partitions());
  }

  private void begin(int partitions) {
    Life life = new Life(lives.size() + 1L, new ArrayList<>());
    lives.add(life);
    addPartitions(partitions);
  }

  FakeTopic fake() {
    return fake;
  }

  Life current() {
    return lives.get(lives.size() - 1);
  }

  /** That life of the topic whose id has those bits, or null. */
  Life life(long idBits) {
    return idBits < 1 || idBits > lives.size() ? null : lives.get((int) idBits - 1);
  }

  /** The id of the topic that had that message at that offset for reading; 0: none had. */
  long lifeOf(SimRow row) {
    for (Life life : lives) {
      if (row.partition() < life.partitions().size()
          && row.offset() < life.partition(row.partition()).size()) {
        Entry entry = life.partition(row.partition()).get((int) row.offset());
        if (entry.readable() && entry.message.serial() == row.serial()) {
          return life.idBits();
        }
      }
    }
    return 0;
  }

  int partitionCount() {
    return current().partitions().size();
  }

  long beginning(int partition) {
    return beginnings[partition];
  }

  void addPartitions(int count) {
    fake.addPartitions(count);
    while (current().partitions().size() < count) {
      current().partitions().add(new ArrayList<>());
    }
  }

  /** A producer writes something somewhere. */
  String produce() {
    int partition = random.nextInt(partitionCount());
    if (partition == settings.emptyPartition()) {
      return "nothing to the empty partition";
    }
    int count = 1 + random.nextInt(4);
    switch (random.nextInt(8)) {
      case 0 -> {
        return transaction(partition, count);
      }
      case 1 -> {
        transaction(partition, count);
        return end(open.size() - 1, random.nextBoolean());
      }
      case 2 -> {
        return open.isEmpty() ? "no transaction to end" : end(random.nextInt(open.size()), true);
      }
      default -> {
        append(partition, count);
        return count + " messages to " + partition;
      }
    }
  }

  /** A few messages for that partition. */
  void produceTo(int partition) {
    append(partition, 4);
  }

  private void append(int partition, int count) {
    for (int i = 0; i < count; i++) {
      SimMessage message = nextMessage();
      fake.append(partition, message.encoded());
      current().partition(partition).add(new Entry(message, false, true));
    }
  }

  private String transaction(int partition, int count) {
    byte[][] values = new byte[count][];
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SimMessage message = nextMessage();
      values[i] = message.encoded();
      entries.add(new Entry(message, true, false));
    }
    open.add(new OpenTransaction(fake.begin(partition, values), current(), partition, entries));
    current().partition(partition).addAll(entries);
    return "transaction of " + count + " messages begun in " + partition;
  }

  private String end(int index, boolean commit) {
    OpenTransaction ending = open.remove(index);
    if (commit) {
      ending.transaction().commit();
    } else {
      ending.transaction().abort();
    }
    for (Entry entry : ending.entries()) {
      entry.open = false;
      entry.readable = commit;
    }
    ending.life().partition(ending.partition()).add(new Entry(null, false, false));
    return (commit ? "commit" : "abort") + " in " + ending.partition();
  }

  void endTransactions() {
    while (!open.isEmpty()) {
      end(0, random.nextBoolean());
    }
  }

  private SimMessage nextMessage() {
    int dice = random.nextInt(100);
    SimMessage.Kind kind = SimMessage.Kind.GOOD;
    if (dice < settings.badPercent()) {
      kind =
          switch (dice % 4) {
            case 0 -> SimMessage.Kind.BAD;
            case 1 -> SimMessage.Kind.VANISHING;
            default -> SimMessage.Kind.FLAKY;
          };
    } else if (dice >= 95) {
      kind = SimMessage.Kind.FILTERED;
    } else if (dice >= 90) {
      kind = SimMessage.Kind.TOMBSTONE;
    } else if (dice >= 80 && settings.evolves()) {
      kind = SimMessage.Kind.GROWING;
    }
    return new SimMessage(kind, random.nextInt(1 << SimMessage.CLASSIFICATIONS), serials++);
  }

  /** Compaction takes one record out. */
  String compact() {
    int partition = random.nextInt(partitionCount());
    List<Entry> entries = current().partition(partition);
    if (entries.size() < 2) {
      return "nothing to compact";
    }
    int offset = random.nextInt(entries.size() - 1);
    Entry entry = entries.get(offset);
    if (!entry.readable || offset < beginnings[partition]) {
      return "nothing to compact";
    }
    fake.compactAway(partition, offset);
    entry.deleted = true;
    return "compaction of " + partition + "@" + offset;
  }

  /** Retention deletes what is before that offset. */
  void deleteBefore(int partition, long offset) {
    long before = Math.min(offset, current().stableEnd(partition));
    fake.deleteBefore(partition, before);
    for (long each = beginnings[partition]; each < before; each++) {
      current().partition(partition).get((int) each).deleted = true;
    }
    beginnings[partition] = Math.max(beginnings[partition], before);
  }

  /** The topic is deleted and made again. */
  void recreate() {
    int count = partitionCount();
    open.clear();
    fake.recreate();
    Arrays.fill(beginnings, 0);
    begin(count);
  }
}
