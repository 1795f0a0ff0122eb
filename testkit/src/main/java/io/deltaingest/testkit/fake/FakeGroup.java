package io.deltaingest.testkit.fake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A consumer group on a topic. Who should hold what is decided here, by the book when a member
 * joins or leaves, or by the test; it comes true in the members' polls, one after the other: a
 * partition is handed out only after its holder's {@code onRevoked} has returned, or after the
 * holder was expelled. Only what moves is revoked (the cooperative protocol), unless the group is
 * told to be {@linkplain #eager() eager}.
 */
public final class FakeGroup {

  private final FakeTopic topic;
  private final List<FakeMessageSource> members = new ArrayList<>();
  private final Map<FakeMessageSource, Set<Integer>> targets = new HashMap<>();
  private final Map<Integer, FakeMessageSource> holders = new HashMap<>();
  private final Map<FakeMessageSource, Integer> expelled = new HashMap<>();
  private final Map<FakeMessageSource, Integer> revokedFor = new HashMap<>();
  private final Map<FakeMessageSource, Integer> joined = new HashMap<>();
  private boolean eager;
  private int generation;

  public FakeGroup(FakeTopic topic) {
    this.topic = topic;
  }

  /** A member that joins when it subscribes and polls. */
  public FakeMessageSource newMember() {
    return new FakeMessageSource(topic, this);
  }

  /**
   * From now on each rebalance takes every partition from every member first, and deals them out
   * again when all have given theirs back.
   */
  public void eager() {
    eager = true;
  }

  /** Deals the partitions out to the members, in ranges, as after a member came or went. */
  public void rebalance() {
    generation++;
    targets.clear();
    for (int i = 0; i < members.size(); i++) {
      int from = topic.partitionCount() * i / members.size();
      int to = topic.partitionCount() * (i + 1) / members.size();
      Set<Integer> range = new TreeSet<>();
      for (int partition = from; partition < to; partition++) {
        range.add(partition);
      }
      targets.put(members.get(i), range);
    }
  }

  /** Decides that {@code member} shall hold those partitions and nobody else. */
  public void assign(FakeMessageSource member, Collection<Integer> partitions) {
    generation++;
    targets.values().forEach(target -> target.removeAll(partitions));
    targets.put(member, new TreeSet<>(partitions));
  }

  /**
   * Throws a member out, as after a missed heartbeat: others get its partitions at once, and it
   * learns of that in its next poll, in which it joins again.
   */
  public void expel(FakeMessageSource member) {
    expel(member, 0);
  }

  /**
   * Throws a member out that does not learn of it for some polls, and goes on reading meanwhile.
   */
  public void expel(FakeMessageSource member, int blindPolls) {
    expelled.put(member, blindPolls);
    members.remove(member);
    holders.values().removeIf(holder -> holder == member);
    rebalance();
  }

  /** The members, in the order in which they joined. */
  public List<FakeMessageSource> members() {
    return List.copyOf(members);
  }

  void join(FakeMessageSource member) {
    members.add(member);
    rebalance();
  }

  void leave(FakeMessageSource member) {
    members.remove(member);
    expelled.remove(member);
    holders.values().removeIf(holder -> holder == member);
    rebalance();
  }

  /** Whether the member was thrown out; it is told once. */
  boolean takeExpelled(FakeMessageSource member) {
    return expelled.remove(member) != null;
  }

  /** Whether the member was thrown out and does not know; one poll of its time is over now. */
  boolean isBlind(FakeMessageSource member) {
    Integer polls = expelled.get(member);
    if (polls == null || polls == 0) {
      return false;
    }
    expelled.put(member, polls - 1);
    return true;
  }

  /** What the member holds and has to give back. */
  Set<Integer> toRevoke(FakeMessageSource member, Set<Integer> held) {
    Set<Integer> revoked = new TreeSet<>(held);
    boolean all = eager && joined.getOrDefault(member, 0) != generation;
    revokedFor.put(member, generation);
    if (all) {
      return revoked;
    }
    revoked.removeAll(targets.getOrDefault(member, Set.of()));
    return revoked;
  }

  void release(FakeMessageSource member, Set<Integer> partitions) {
    partitions.forEach(partition -> holders.remove(partition, member));
  }

  /** What the member is to hold and nobody holds; it holds them from now on. */
  Set<Integer> takeFree(FakeMessageSource member) {
    joined.put(member, revokedFor.getOrDefault(member, 0));
    if (!members.contains(member) || (eager && !allJoined())) {
      return Set.of();
    }
    Set<Integer> free = new TreeSet<>(targets.getOrDefault(member, Set.of()));
    free.removeAll(holders.keySet());
    free.forEach(partition -> holders.put(partition, member));
    return free;
  }

  private boolean allJoined() {
    for (FakeMessageSource member : members) {
      if (joined.getOrDefault(member, 0) != generation) {
        return false;
      }
    }
    return true;
  }
}
