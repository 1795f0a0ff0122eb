package io.deltaingest.testkit.sim;

import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.CommitReport;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.ingest.DeadLetterParts;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.AssignmentListener;
import io.deltaingest.domain.port.DeadLetterStore;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.MessageBatch;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.port.OffsetStore;
import io.deltaingest.domain.row.RowBatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;

/** Mistakes of the loop, made at its ports. */
final class PortMutants {

  private PortMutants() {}

  private static Mutation.Ports with(Mutation.Ports ports, MessageSource source) {
    return new Mutation.Ports(source, ports.offsets(), ports.sink(), ports.deadLetters());
  }

  /** Progress is the last record's offset, as if there were nothing between records. */
  static Mutation takesProgressFromTheLastRecord() {
    return new Mutation() {
      @Override
      public Ports ports(Ports ports) {
        return with(
            ports,
            new SourceOver(ports.source()) {
              @Override
              public MessageBatch poll(Duration timeout) {
                return new RecordsOnly(source.poll(timeout));
              }
            });
      }
    };
  }

  /** A batch that knows of no position but those after its records. */
  private static final class RecordsOnly implements MessageBatch {
    private final MessageBatch batch;
    private final Map<Integer, Long> positions = new TreeMap<>();

    private RecordsOnly(MessageBatch batch) {
      this.batch = batch;
    }

    @Override
    public int count() {
      return batch.count();
    }

    @Override
    public boolean next() {
      boolean more = batch.next();
      if (more) {
        positions.put(message().partition(), message().offset() + 1);
      }
      return more;
    }

    @Override
    public Message message() {
      return batch.message();
    }

    @Override
    public Map<Integer, Long> nextPositions() {
      return positions;
    }
  }

  /** The dead letters of a batch are committed when the batch itself is in the table. */
  static Mutation commitsDeadLettersLast() {
    return new Mutation() {
      @Override
      public Ports ports(Ports ports) {
        if (ports.deadLetters().isEmpty()) {
          return ports;
        }
        DeadLetterParts parts = ports.deadLetters().get();
        Queue<SealedBatch> heldBack = new ArrayDeque<>();
        SinkOver deadLetters =
            new SinkOver(parts.sink()) {
              private final Queue<CommitOutcome> pretended = new ArrayDeque<>();

              @Override
              public void submit(SealedBatch batch) {
                heldBack.add(batch);
                CommitReport report = new CommitReport(1, batch.rows(), 1, 0, 0, 0);
                pretended.add(new CommitOutcome.Committed(batch.id(), report));
              }

              @Override
              public Optional<CommitOutcome> awaitOutcome(Duration timeout) {
                sink.awaitOutcome(Duration.ZERO);
                return Optional.ofNullable(pretended.poll());
              }

              @Override
              public void discard() {
                heldBack.clear();
                super.discard();
              }
            };
        SinkOver main =
            new SinkOver(ports.sink()) {
              @Override
              public Optional<CommitOutcome> awaitOutcome(Duration timeout) {
                Optional<CommitOutcome> outcome = sink.awaitOutcome(timeout);
                if (outcome.isPresent() && outcome.get() instanceof CommitOutcome.Committed) {
                  heldBack.forEach(parts.sink()::submit);
                  heldBack.clear();
                }
                return outcome;
              }
            };
        return new Ports(
            ports.source(),
            ports.offsets(),
            main,
            Optional.of(new DeadLetterParts(parts.store(), deadLetters, parts.transformers())));
      }
    };
  }

  /** What was recorded between the two commits is not looked at: all is classified anew. */
  static Mutation ignoresTheWindow() {
    return new Mutation() {
      @Override
      public Ports ports(Ports ports) {
        return new Ports(
            ports.source(),
            ports.offsets(),
            ports.sink(),
            ports
                .deadLetters()
                .map(
                    parts ->
                        new DeadLetterParts(
                            blind(parts.store()), parts.sink(), parts.transformers())));
      }
    };
  }

  private static DeadLetterStore blind(DeadLetterStore store) {
    return new DeadLetterStore() {
      @Override
      public TableSnapshot read() {
        return store.read();
      }

      @Override
      public Optional<Map<Integer, long[]>> recorded(
          TableSnapshot table, String recorder, String topic, Map<Integer, OffsetRange> windows) {
        return Optional.of(Map.of());
      }
    };
  }

  /**
   * How far a revoked partition was read goes on being written with the batches of those that
   * stayed.
   */
  static Mutation carriesRevokedPartitionsOn() {
    return new Mutation() {
      @Override
      public Ports ports(Ports ports) {
        Map<Integer, Long> read = new HashMap<>();
        Set<Integer> gone = new HashSet<>();
        OffsetStore offsets = ports.offsets();
        TableSnapshot[] known = new TableSnapshot[1];
        SourceOver source =
            new SourceOver(ports.source()) {
              @Override
              public MessageBatch poll(Duration timeout) {
                MessageBatch batch = source.poll(timeout);
                read.putAll(batch.nextPositions());
                return batch;
              }

              @Override
              public void subscribe(AssignmentListener listener) {
                source.subscribe(
                    new AssignmentListener() {
                      @Override
                      public void onAssigned(Set<Integer> partitions) {
                        gone.removeAll(partitions);
                        listener.onAssigned(partitions);
                      }

                      @Override
                      public void onRevoked(Set<Integer> partitions) {
                        listener.onRevoked(partitions);
                        gone.addAll(partitions);
                      }

                      @Override
                      public void onLost(Set<Integer> partitions) {
                        listener.onLost(partitions);
                        gone.addAll(partitions);
                      }
                    });
              }
            };
        SinkOver sink =
            new SinkOver(ports.sink()) {
              @Override
              public SealedBatch seal(TxnUpdate update) {
                List<TxnChange> changes = new ArrayList<>(update.changes());
                for (int partition : gone) {
                  String id = SimSettings.APP_ID + "-" + partition;
                  OptionalLong stored = known[0].txnVersion(id);
                  long done = read.getOrDefault(partition, 0L) - 1;
                  boolean carried = changes.stream().anyMatch(each -> each.appId().equals(id));
                  if (!carried && stored.isPresent() && stored.getAsLong() < done) {
                    changes.add(new TxnChange(id, stored, done));
                  }
                }
                return sink.seal(
                    new TxnUpdate(changes, update.checks(), update.mode(), update.recorder()));
              }
            };
        return new Ports(
            source,
            new OffsetStore() {
              @Override
              public TableSnapshot read() {
                known[0] = offsets.read();
                return known[0];
              }

              @Override
              public Optional<TableSnapshot> grow(TableSnapshot table, StructType wanted) {
                return offsets.grow(table, wanted);
              }
            },
            sink,
            ports.deadLetters());
      }
    };
  }

  /** The batch that is being built stays when the one before it falls. */
  static Mutation keepsTheNextBatch() {
    return new Mutation() {
      @Override
      public Ports ports(Ports ports) {
        return new Ports(
            ports.source(),
            ports.offsets(),
            new SinkOver(ports.sink()) {
              private final List<RowBatch> open = new ArrayList<>();

              @Override
              public void append(RowBatch rows) {
                open.add(rows);
                sink.append(rows);
              }

              @Override
              public SealedBatch seal(TxnUpdate update) {
                open.clear();
                return sink.seal(update);
              }

              @Override
              public void begin(TableSnapshot snapshot) {
                sink.begin(snapshot);
                open.removeIf(rows -> !rows.schema().equals(snapshot.schema()));
                open.forEach(sink::append);
              }
            },
            ports.deadLetters());
      }
    };
  }
}
