package io.deltaingest.domain.ingest;

import io.deltaingest.domain.stream.StreamRequestException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Commands on their way to the loop. The one place of the loop that other threads touch. */
final class Mailbox {

  enum Kind {
    PAUSE,
    RESUME,
    STOP
  }

  record Command(Kind kind, CompletableFuture<Void> done) {}

  private final Queue<Command> waiting = new ArrayDeque<>();
  private boolean closed;

  /** Any thread. The future ends when the command took effect, or the loop ended. */
  CompletableFuture<Void> post(Kind kind) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    synchronized (this) {
      if (!closed) {
        waiting.add(new Command(kind, done));
        return done;
      }
    }
    end(new Command(kind, done));
    return done;
  }

  /** The next command, or null. */
  synchronized Command take() {
    return waiting.poll();
  }

  /** Takes no more commands, and ends those that wait. */
  void close() {
    List<Command> rest;
    synchronized (this) {
      closed = true;
      rest = new ArrayList<>(waiting);
      waiting.clear();
    }
    rest.forEach(Mailbox::end);
  }

  /** Ends a command of a loop that does not run any more. */
  static void end(Command command) {
    if (command.kind() == Kind.STOP) {
      command.done().complete(null);
    } else {
      command
          .done()
          .completeExceptionally(
              new StreamRequestException(
                  StreamRequestException.Reason.NOT_NOW, "The stream's worker has ended"));
    }
  }
}
