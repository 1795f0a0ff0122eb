package io.deltaingest.domain.ingest;

import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.port.TopicDescription;
import io.deltaingest.domain.stream.StreamConfig.StartFrom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where each partition starts: at the stored offset + 1, or where the reset policy says if the
 * table never had one, or nowhere, if the table's markers say that going on would lose or double
 * data.
 *
 * <p>A seek offset counts once. The first start that is given it stores it under a name of its own
 * ({@link TxnNames#seek}), in the commit that stores the partition's offset, or alone where the
 * table has a higher one. If the table loses the partition's offset later, one that is equal to
 * that is what was left in the configuration and says nothing about the loss; another one is a
 * person's answer to it.
 */
final class StartOffsets {

  private static final Logger LOG = LoggerFactory.getLogger(StartOffsets.class);

  private final TxnNames names;
  private final StartFrom startFrom;
  private final Map<Integer, Long> seekOffsets;
  private final MessageSource source;

  /**
   * @param seekOffsets by partition, the last offset that counts as written
   */
  StartOffsets(
      TxnNames names, StartFrom startFrom, Map<Integer, Long> seekOffsets, MessageSource source) {
    this.names = names;
    this.startFrom = startFrom;
    this.seekOffsets = seekOffsets;
    this.source = source;
  }

  /**
   * Holds the table against the topic.
   *
   * @throws StreamFailedException when the offsets in the table are another topic's
   */
  void verify(TableSnapshot table, TopicDescription topic) {
    OptionalLong marker = table.txnVersion(names.topic());
    if (marker.isPresent()
        && topic.idBits().isPresent()
        && marker.getAsLong() != topic.idBits().getAsLong()) {
      throw new StreamFailedException(
          Problem.of(
              "The offsets in the table belong to another topic than \"" + topic.name() + "\"",
              "txn "
                  + names.topic()
                  + " in version "
                  + table.version()
                  + " is "
                  + marker.getAsLong()
                  + ", the topic's id gives "
                  + topic.idBits().getAsLong()
                  + ": the topic was deleted and created again, or the app id is in use for another"
                  + " topic",
              "Use another app id to ingest this topic from its start, or the topic that the table"
                  + " was fed from"));
    }
  }

  /**
   * Holds the offsets to seek to against topic and table. At the start: later the table has them.
   *
   * @throws ConfigurationException when one of them would pass over messages that are not in the
   *     table, or names no partition
   */
  void verifySeeks(TableSnapshot table, TopicDescription topic) {
    if (seeks() && !mustStoreSeeks(table) && TxnRetention.applies(table)) {
      LOG.warn(
          "The seek offsets {} were taken. Remove them from the configuration: the table forgets"
              + " identifiers, and if it forgets that, they count again",
          seekOffsets);
    }
    seekOffsets.forEach(
        (partition, offset) -> {
          if (partition >= topic.partitionCount()) {
            throw new ConfigurationException(
                Problem.of(
                    "The seek offsets name partition " + partition,
                    "topic \"" + topic.name() + "\" has " + topic.partitionCount() + " partitions",
                    "Leave that partition out"));
          }
          OptionalLong stored = table.txnVersion(names.partition(partition));
          if (stored.isPresent() && stored.getAsLong() < offset) {
            throw new ConfigurationException(
                Problem.of(
                    "The seek offset of partition " + partition + " is " + offset,
                    "the table has stored "
                        + stored.getAsLong()
                        + " (txn "
                        + names.partition(partition)
                        + "), and the messages between would be in no table",
                    "Leave that partition out to go on from the table, or use another app id to"
                        + " start elsewhere"));
          }
        });
  }

  /**
   * A run that ends there reads nothing of a partition that starts behind its end, which may be
   * meant: messages of a transaction that is not over are behind it, too.
   */
  void warnOfSeekBeyond(int partition, long end, TableSnapshot table) {
    Long offset = seekOffsets.get(partition);
    if (offset == null || offset < end) {
      return;
    }
    OptionalLong stored = table.txnVersion(names.partition(partition));
    if (stored.isEmpty() || stored.getAsLong() == offset) {
      LOG.warn(
          "Nothing of partition {} is read by this run: its seek offset is {}, and the topic ends"
              + " before offset {} (where a transaction that is not over begins, if there is one)."
              + " All that comes up to {} counts as written and will be in no table. If that is not"
              + " meant, use another app id, and as seek offset the last one that is in the table",
          partition,
          offset,
          end,
          offset);
    }
  }

  /** Whether there are seek offsets at all. */
  boolean seeks() {
    return !seekOffsets.isEmpty();
  }

  /** Whether a seek offset, or that it was taken, is not in the table yet. */
  boolean mustStoreSeeks(TableSnapshot table) {
    return !seeksTaken(table).isEmpty()
        || seekOffsets.keySet().stream()
            .anyMatch(partition -> table.txnVersion(names.partition(partition)).isEmpty());
  }

  /** The changes that say which seek offsets were taken; none once the table has them. */
  List<TxnChange> seeksTaken(TableSnapshot table) {
    List<TxnChange> changes = new ArrayList<>();
    seekOffsets.forEach(
        (partition, offset) -> {
          if (!wasTaken(table, partition)) {
            String id = names.seek(partition);
            changes.add(new TxnChange(id, table.txnVersion(id), offset));
          }
        });
    return changes;
  }

  private boolean wasTaken(TableSnapshot table, int partition) {
    OptionalLong taken = table.txnVersion(names.seek(partition));
    return taken.isPresent() && taken.getAsLong() == seekOffsets.get(partition);
  }

  /**
   * Whether the table still lacks what the first commit writes: the markers, for all partitions.
   */
  boolean needsInitialisation(TableSnapshot table, int partitionCount) {
    OptionalLong known = table.txnVersion(names.partitions());
    return known.isEmpty() || known.getAsLong() < partitionCount;
  }

  /** Whether the stream has to write its start offsets before it reads: {@code latest}, once. */
  boolean mustResolveLatest(TableSnapshot table) {
    return startFrom == StartFrom.LATEST && table.txnVersion(names.partitions()).isEmpty();
  }

  /**
   * The first offset to be read of each of those partitions.
   *
   * @throws StreamFailedException when a partition has lost its stored offset
   */
  Map<Integer, Long> resolve(TableSnapshot table, Collection<Integer> partitions) {
    Map<Integer, Long> starts = new LinkedHashMap<>();
    List<Integer> fromEarliest = new ArrayList<>();
    List<Integer> fromLatest = new ArrayList<>();
    OptionalLong known = table.txnVersion(names.partitions());
    for (int partition : partitions) {
      OptionalLong stored = table.txnVersion(names.partition(partition));
      if (stored.isPresent()) {
        starts.put(partition, stored.getAsLong() + 1);
      } else if (seekOffsets.containsKey(partition) && !wasTaken(table, partition)) {
        starts.put(partition, seekOffsets.get(partition) + 1);
      } else if (isLost(table, partition)) {
        throw lostOffset(table, partition);
      } else if (known.isEmpty() && TxnRetention.applies(table) && table.version() > 0) {
        throw mayHaveForgotten(table, partition);
      } else if (known.isEmpty() && startFrom == StartFrom.LATEST) {
        fromLatest.add(partition);
      } else {
        fromEarliest.add(partition);
      }
    }
    if (!fromEarliest.isEmpty()) {
      starts.putAll(source.beginningOffsets(fromEarliest));
    }
    if (!fromLatest.isEmpty()) {
      starts.putAll(source.endOffsets(fromLatest));
    }
    return starts;
  }

  /**
   * Looks for offsets that the table had once.
   *
   * @throws StreamFailedException when one of those partitions has lost its stored offset
   */
  void verifyKept(TableSnapshot table, Collection<Integer> partitions) {
    for (int partition : partitions) {
      if (table.txnVersion(names.partition(partition)).isEmpty() && isLost(table, partition)) {
        throw lostOffset(table, partition);
      }
    }
  }

  /** Whether a partition without a stored offset had one. */
  private boolean isLost(TableSnapshot table, int partition) {
    OptionalLong known = table.txnVersion(names.partitions());
    return (known.isPresent() && partition < known.getAsLong())
        || table.txnVersion(names.seek(partition)).isPresent();
  }

  /** No offset, no marker, and a table that forgets both: it may have had them. */
  private StreamFailedException mayHaveForgotten(TableSnapshot table, int partition) {
    return new StreamFailedException(
        Problem.of(
            "Nothing tells whether partition " + partition + " was ever brought to this table",
            "version "
                + table.version()
                + " has no txn "
                + names.partition(partition)
                + ", and the table forgets identifiers that nobody wrote for "
                + table.properties().get(TxnRetention.PROPERTY),
            "Say where each partition starts (--seek_offsets, or source.seekOffsets): the last"
                + " offset that is in the table, or -1 to begin at 0"));
  }

  private StreamFailedException lostOffset(TableSnapshot table, int partition) {
    return new StreamFailedException(
        Problem.of(
            "The table has lost the offset of partition " + partition,
            "txn "
                + names.partition(partition)
                + " is missing in version "
                + table.version()
                + " although it was written before; delta.setTransactionRetentionDuration is "
                + table.properties().getOrDefault(TxnRetention.PROPERTY, "not set")
                + (seekOffsets.containsKey(partition)
                    ? "; the seek offset "
                        + seekOffsets.get(partition)
                        + " was taken at an earlier start and counts once"
                    : ""),
            "Find the last offset of that partition that is in the table and give it as its seek"
                + " offset (--seek_offsets, or source.seekOffsets), or use another app id and a fresh table"));
  }
}
