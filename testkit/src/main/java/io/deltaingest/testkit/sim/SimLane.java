package io.deltaingest.testkit.sim;

import io.deltaingest.domain.commit.CommitGroup;
import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.CommitProtocol;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.TableLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Where one process writes the versions of one table: the real commit protocol, one call of the log
 * at a time, so that others can move between any two calls.
 *
 * <p>The protocol is a plain method that does not know of turns. It is stopped at the first call
 * that has no answer yet; when there is one it is run again from its beginning, with the answers so
 * far, up to the next call.
 */
final class SimLane {

  /** A batch in the lane, and the sink that it is from. */
  private static final class Entry {
    private final SimSink owner;
    private final CommitMember member;
    private int turnsToWait;

    private Entry(SimSink owner, CommitMember member, int turnsToWait) {
      this.owner = owner;
      this.member = member;
      this.turnsToWait = turnsToWait;
    }
  }

  /** A call that the protocol waits for. */
  private record Call(String name, Supplier<Object> work) {
    Object answer() {
      try {
        return work.get();
      } catch (IngestException failure) {
        return failure;
      }
    }
  }

  /** Stops the protocol at a call that has no answer yet. */
  private static final class Unanswered extends Error {
    private static final long serialVersionUID = 1L;

    private Unanswered() {
      super("unanswered", null, false, false);
    }
  }

  private final SimWorld world;
  private final String name;
  private final TableLog log;
  private final List<Entry> waiting = new ArrayList<>();
  private final Set<SimSink> gone = new HashSet<>();

  private TableSnapshot known;

  // The commit that is being written, if any.
  private List<Entry> group = List.of();
  private List<CommitMember> members = List.of();
  private final List<Object> answers = new ArrayList<>();
  private Call call;
  private boolean answered;

  SimLane(SimWorld world, String name, SimTable table) {
    this.world = world;
    this.name = name;
    this.log = world.mutation().log(table, () -> members);
  }

  String name() {
    return name;
  }

  void begin(TableSnapshot table) {
    if (known == null || !known.tableId().equals(table.tableId())) {
      known = table;
    }
  }

  void add(SimSink owner, CommitMember member, int turnsToWait) {
    waiting.add(new Entry(owner, member, turnsToWait));
  }

  void leave(SimSink owner) {
    waiting.removeIf(entry -> entry.owner == owner);
    gone.add(owner);
  }

  boolean idle() {
    return waiting.isEmpty() && group.isEmpty();
  }

  /** Does one thing: begins a commit, makes one call, or hears one answer. */
  void turn() {
    if (group.isEmpty()) {
      beginNext();
    } else if (!answered) {
      answers.add(call.answer());
      answered = true;
      world
          .trace()
          .say(() -> name + " " + call.name() + " -> " + text(answers.get(answers.size() - 1)));
      if (world.answersAtOnce()) {
        run();
      }
    } else {
      run();
    }
  }

  private static String text(Object answer) {
    return answer instanceof TableLog.LogUpdate.Current current
        ? current.snapshot().version() + " " + new TreeMap<>(current.snapshot().txns())
        : answer.toString();
  }

  private void beginNext() {
    Set<SimSink> owners = new HashSet<>();
    CommitGroup version = new CommitGroup();
    List<Entry> next = new ArrayList<>();
    for (Iterator<Entry> each = waiting.iterator(); each.hasNext(); ) {
      Entry entry = each.next();
      boolean alone = !world.settings().groupCommit() && !next.isEmpty();
      if (entry.turnsToWait > 0) {
        entry.turnsToWait--;
      } else if (!alone && owners.add(entry.owner) && version.admit(entry.member)) {
        next.add(entry);
        each.remove();
      }
    }
    if (next.isEmpty()) {
      return;
    }
    group = next;
    members = version.members();
    answers.clear();
    world.trace().say(() -> name + " begins " + ids());
    if (known == null) {
      Map<String, CommitOutcome> outcomes = new HashMap<>();
      for (CommitMember member : members) {
        String id = member.batch().id();
        outcomes.put(id, new CommitOutcome.TableReplaced(id, "it was replaced before"));
      }
      settle(outcomes);
    } else {
      run();
    }
  }

  private List<String> ids() {
    return members.stream().map(member -> member.batch().id()).toList();
  }

  private void run() {
    Answers replayed = new Answers();
    CommitProtocol protocol =
        new CommitProtocol(
            replayed,
            replayed::pause,
            world.clock()::nanos,
            world.clock()::millis,
            known,
            () -> {});
    Map<String, CommitOutcome> outcomes;
    answered = false;
    try {
      outcomes = protocol.commit(members);
    } catch (Unanswered waits) {
      return;
    }
    known = protocol.known();
    settle(outcomes);
  }

  private void settle(Map<String, CommitOutcome> outcomes) {
    List<Entry> settled = group;
    group = List.of();
    members = List.of();
    for (Entry entry : settled) {
      CommitOutcome outcome = outcomes.get(entry.member.batch().id());
      if (outcome instanceof CommitOutcome.TableReplaced
          && known != null
          && known.tableId().equals(entry.member.tableId())) {
        known = null;
      }
      world.trace().say(() -> name + " settles " + outcome);
      entry.owner.settled(outcome);
    }
  }

  private boolean isGivenUp() {
    return group.stream().allMatch(entry -> gone.contains(entry.owner));
  }

  /** Answers as far as there are any. */
  private final class Answers implements TableLog {
    private int heard;

    private Object next(Call next) {
      if (heard == answers.size()) {
        call = next;
        throw new Unanswered();
      }
      Object answer = answers.get(heard++);
      if (answer instanceof IngestException failure) {
        throw failure;
      }
      return answer;
    }

    boolean pause(int attempt) {
      return (Boolean) next(new Call("pause", () -> !isGivenUp()));
    }

    @Override
    public TableSnapshot load() {
      throw new UnsupportedOperationException("the protocol follows");
    }

    @Override
    public LogUpdate follow(TableSnapshot from) {
      return (LogUpdate) next(new Call("follow", () -> log.follow(from)));
    }

    @Override
    public Optional<TableSnapshot> grow(TableSnapshot base, StructType wanted) {
      throw new UnsupportedOperationException("a commit has its growth already");
    }

    @Override
    public PreparedCommit prepare(TableSnapshot base, String commitId, List<CommitMember> batches) {
      return log.prepare(base, commitId, batches);
    }

    @Override
    public PutResult put(PreparedCommit commit) {
      return (PutResult) next(new Call("put", () -> log.put(commit)));
    }
  }
}
