package io.deltaingest.testkit.fake;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.port.AssignmentListener;
import io.deltaingest.domain.port.MessageBatch;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.port.TopicDescription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * A member of a {@link FakeGroup}. A poll never waits; what a test wants to happen while one would
 * have waited, its clock moving on for example, it says with {@link #whenIdle}. Failures come when
 * asked for, and where a real source fails of itself.
 */
public final class FakeMessageSource implements MessageSource {

  /** Calls that can be told to fail. */
  public enum Call {
    DESCRIBE_TOPIC,
    SUBSCRIBE,
    POLL,
    BEGINNING_OFFSETS,
    END_OFFSETS
  }

  private static final int DEFAULT_MAX_POLL_RECORDS = 500;

  private final FakeTopic topic;
  private final FakeGroup group;
  private final Map<Integer, Long> positions = new HashMap<>();
  private final Map<Integer, Long> knownEnds = new HashMap<>();
  private final Map<Integer, Long> reported = new TreeMap<>();
  private final Set<Integer> held = new TreeSet<>();
  private final Set<Integer> paused = new TreeSet<>();
  private final Map<Call, Queue<RuntimeException>> failures = new EnumMap<>(Call.class);
  private AssignmentListener listener;
  private FakeMessageBatch latest;
  private Consumer<Duration> idle = timeout -> {};
  private Duration rebalanceTimeout = Duration.ofMinutes(4);
  private int maxPollRecords = DEFAULT_MAX_POLL_RECORDS;
  private int polls;
  private boolean closed;
  private volatile boolean woken;

  FakeMessageSource(FakeTopic topic, FakeGroup group) {
    this.topic = topic;
    this.group = group;
  }

  /** A member of a group of its own. */
  public static FakeMessageSource of(FakeTopic topic) {
    return new FakeGroup(topic).newMember();
  }

  // ---- what a test says ----

  /**
   * The next call of that kind throws {@code failure}, once; several are thrown one after another.
   */
  public void failNext(Call call, RuntimeException failure) {
    failures.computeIfAbsent(call, any -> new ArrayDeque<>()).add(failure);
  }

  /** Called with the time-out of each poll that has nothing to deliver. */
  public void whenIdle(Consumer<Duration> action) {
    idle = action;
  }

  public void maxPollRecords(int records) {
    maxPollRecords = records;
  }

  public void rebalanceTimeout(Duration timeout) {
    rebalanceTimeout = timeout;
  }

  // ---- what a test sees ----

  public Set<Integer> assigned() {
    return Set.copyOf(held);
  }

  public Set<Integer> paused() {
    return Set.copyOf(paused);
  }

  /** What {@link #reportProgress} was told last, for each partition. */
  public Map<Integer, Long> reported() {
    return Map.copyOf(reported);
  }

  public boolean closed() {
    return closed;
  }

  // ---- the port ----

  @Override
  public TopicDescription describeTopic() {
    failIfTold(Call.DESCRIBE_TOPIC);
    if (!topic.exists()) {
      throw new ConfigurationException(
          Problem.of("Topic " + topic.name() + " does not exist", "", "Create it"));
    }
    return topic.description();
  }

  @Override
  public void subscribe(AssignmentListener newListener) {
    failIfTold(Call.SUBSCRIBE);
    if (listener != null) {
      throw new IllegalStateException("subscribed already");
    }
    listener = newListener;
    group.join(this);
  }

  @Override
  public MessageBatch poll(Duration timeout) {
    if (closed || listener == null) {
      throw new IllegalStateException(closed ? "closed" : "not subscribed");
    }
    if (latest != null) {
      latest.expire();
      latest = null;
    }
    failIfTold(Call.POLL);
    boolean partitionsCame = followTheGroup();
    boolean interrupted = woken;
    woken = false;
    latest = interrupted ? nothing() : fetch();
    if (latest.count() == 0
        && latest.nextPositions().isEmpty()
        && !partitionsCame
        && !interrupted) {
      idle.accept(timeout);
    }
    return latest;
  }

  /**
   * @return whether partitions came
   */
  private boolean followTheGroup() {
    if (group.isBlind(this)) {
      return false;
    }
    if (group.takeExpelled(this)) {
      Set<Integer> lost = ordered(held);
      forget(lost);
      if (!lost.isEmpty()) {
        listener.onLost(lost);
      }
      group.join(this);
    }
    revoke(group.toRevoke(this, held));
    Set<Integer> assigned = group.takeFree(this);
    if (!assigned.isEmpty()) {
      held.addAll(assigned);
      paused.addAll(assigned);
      listener.onAssigned(ordered(assigned));
    }
    return !assigned.isEmpty();
  }

  private void revoke(Set<Integer> revoked) {
    if (!revoked.isEmpty()) {
      listener.onRevoked(ordered(revoked));
      forget(revoked);
      group.release(this, revoked);
    }
  }

  /** A copy with an order that is the same in every run. */
  private static Set<Integer> ordered(Set<Integer> partitions) {
    return Collections.unmodifiableSet(new TreeSet<>(partitions));
  }

  private void forget(Set<Integer> partitions) {
    positions.keySet().removeAll(partitions);
    knownEnds.keySet().removeAll(partitions);
    paused.removeAll(partitions);
    held.removeAll(partitions);
  }

  private FakeMessageBatch nothing() {
    return new FakeMessageBatch(topic.name(), List.of(), Map.of());
  }

  /** Partitions take turns at coming first. */
  private FakeMessageBatch fetch() {
    List<Integer> readable = new ArrayList<>(held);
    readable.removeAll(paused);
    List<FakeMessageBatch.Located> messages = new ArrayList<>();
    Map<Integer, Long> nextPositions = new TreeMap<>();
    polls++;
    for (int i = 0; i < readable.size() && messages.size() < maxPollRecords; i++) {
      int number = readable.get((i + polls) % readable.size());
      long from = positions.get(number);
      long next = read(number, from, messages);
      knownEnds.put(number, topic.partition(number).lastStableOffset());
      if (next > from) {
        positions.put(number, next);
        nextPositions.put(number, next);
      }
    }
    return new FakeMessageBatch(topic.name(), messages, nextPositions);
  }

  private long read(int number, long from, List<FakeMessageBatch.Located> into) {
    FakePartition partition = topic.partition(number);
    if (from < partition.beginningOffset() || from > partition.logEndOffset()) {
      throw outOfRange(number, from, partition);
    }
    long end = partition.lastStableOffset();
    long offset = from;
    while (offset < end && into.size() < maxPollRecords) {
      FakeRecord record = partition.read(offset);
      if (record != null) {
        into.add(new FakeMessageBatch.Located(number, offset, record));
      }
      offset++;
    }
    return offset;
  }

  private StreamFailedException outOfRange(int number, long position, FakePartition partition) {
    return new StreamFailedException(
        Problem.of(
            "Offset " + position + " of partition " + number + " is out of range",
            "The broker has ["
                + partition.beginningOffset()
                + ", "
                + partition.logEndOffset()
                + ")",
            ""));
  }

  @Override
  public void seek(int partition, long offset) {
    requireHeld(List.of(partition));
    positions.put(partition, offset);
  }

  @Override
  public void pause(Collection<Integer> partitions) {
    requireHeld(partitions);
    paused.addAll(partitions);
  }

  @Override
  public void resume(Collection<Integer> partitions) {
    requireHeld(partitions);
    for (int partition : partitions) {
      if (!positions.containsKey(partition)) {
        throw new IllegalStateException("partition " + partition + " was not sought");
      }
      paused.remove(partition);
    }
  }

  private void requireHeld(Collection<Integer> partitions) {
    if (!held.containsAll(partitions)) {
      throw new IllegalStateException("of " + partitions + " only " + held + " are assigned");
    }
  }

  @Override
  public Map<Integer, Long> beginningOffsets(Collection<Integer> partitions) {
    failIfTold(Call.BEGINNING_OFFSETS);
    return offsets(partitions, FakePartition::beginningOffset);
  }

  @Override
  public Map<Integer, Long> endOffsets(Collection<Integer> partitions) {
    failIfTold(Call.END_OFFSETS);
    return offsets(partitions, FakePartition::lastStableOffset);
  }

  private Map<Integer, Long> offsets(
      Collection<Integer> partitions, ToLongFunction<FakePartition> offsetOf) {
    Map<Integer, Long> offsets = new TreeMap<>();
    for (int partition : partitions) {
      offsets.put(partition, offsetOf.applyAsLong(topic.partition(partition)));
    }
    return offsets;
  }

  @Override
  public OptionalLong knownEndOffset(int partition) {
    Long end = knownEnds.get(partition);
    return end == null ? OptionalLong.empty() : OptionalLong.of(end);
  }

  @Override
  public void reportProgress(Map<Integer, Long> nextOffsets) {
    reported.putAll(nextOffsets);
  }

  @Override
  public Duration rebalanceTimeout() {
    return rebalanceTimeout;
  }

  @Override
  public void wakeup() {
    woken = true;
  }

  @Override
  public void close(Duration timeout) {
    if (closed) {
      return;
    }
    if (listener != null) {
      revoke(new TreeSet<>(held));
      group.leave(this);
    }
    closed = true;
  }

  private void failIfTold(Call call) {
    Queue<RuntimeException> told = failures.get(call);
    if (told != null && !told.isEmpty()) {
      throw told.remove();
    }
  }
}
