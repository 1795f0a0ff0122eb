package io.deltaingest.domain.ingest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The partitions that the group gave this worker: those sought, with their progress, and those that
 * still wait to be sought from the table.
 */
final class AssignedPartitions {

  private final Map<Integer, PartitionProgress> sought = new TreeMap<>();
  private final Set<Integer> unsought = new TreeSet<>();
  private PartitionProgress latest;
  private long changes;

  /** The progress of a sought partition, or null. Fast for runs of the same partition. */
  PartitionProgress find(int partition) {
    PartitionProgress candidate = latest;
    if (candidate != null && candidate.partition() == partition) {
      return candidate;
    }
    latest = sought.get(partition);
    return latest;
  }

  Collection<PartitionProgress> progress() {
    return Collections.unmodifiableCollection(sought.values());
  }

  /** All of them, sought or not. */
  List<Integer> numbers() {
    Set<Integer> all = new TreeSet<>(sought.keySet());
    all.addAll(unsought);
    return new ArrayList<>(all);
  }

  boolean hasUnsought() {
    return !unsought.isEmpty();
  }

  /** Goes up whenever a partition comes, goes, is sought or waits to be sought. */
  long changes() {
    return changes;
  }

  void add(PartitionProgress partition) {
    changes++;
    unsought.remove(partition.partition());
    sought.put(partition.partition(), partition);
    latest = null;
  }

  void addUnsought(Collection<Integer> partitions) {
    changes++;
    for (Integer partition : partitions) {
      sought.remove(partition);
      unsought.add(partition);
    }
    latest = null;
  }

  void remove(Collection<Integer> partitions) {
    changes++;
    for (Integer partition : partitions) {
      sought.remove(partition);
      unsought.remove(partition);
    }
    latest = null;
  }

  boolean anyUncommitted(Collection<Integer> partitions) {
    for (Integer partition : partitions) {
      PartitionProgress progress = sought.get(partition);
      if (progress != null && progress.uncommitted()) {
        return true;
      }
    }
    return false;
  }

  boolean anyMoved() {
    for (PartitionProgress progress : sought.values()) {
      if (progress.movedSinceSeal()) {
        return true;
      }
    }
    return false;
  }

  boolean allReachedEnd() {
    if (!unsought.isEmpty()) {
      return false;
    }
    for (PartitionProgress progress : sought.values()) {
      if (!progress.reachedEnd()) {
        return false;
      }
    }
    return true;
  }

  /** Those that may deliver: sought, and not at their end. */
  List<Integer> readable() {
    List<Integer> numbers = new ArrayList<>();
    for (PartitionProgress progress : sought.values()) {
      if (!progress.reachedEnd()) {
        numbers.add(progress.partition());
      }
    }
    return numbers;
  }
}
