package io.deltaingest.domain.ingest;

import io.deltaingest.domain.ingest.Mailbox.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What people want the loop to do, and the answers that are owed to them. */
final class Wishes {

  private enum Wish {
    RUN,
    PAUSE,
    STOP
  }

  private final Mailbox mailbox = new Mailbox();
  private final List<Command> unanswered = new ArrayList<>();
  private Wish wish = Wish.RUN;

  /** Any thread. */
  CompletableFuture<Void> post(Mailbox.Kind kind) {
    return mailbox.post(kind);
  }

  /** Reads the mailbox. A stop is never taken back. */
  void read() {
    Command command = mailbox.take();
    while (command != null) {
      if (wish != Wish.STOP) {
        wish =
            switch (command.kind()) {
              case PAUSE -> Wish.PAUSE;
              case RESUME -> Wish.RUN;
              case STOP -> Wish.STOP;
            };
      }
      unanswered.add(command);
      command = mailbox.take();
    }
  }

  /** The loop itself wants to stop. */
  void stop() {
    wish = Wish.STOP;
  }

  boolean toRun() {
    return wish == Wish.RUN;
  }

  boolean toPause() {
    return wish == Wish.PAUSE;
  }

  boolean toStop() {
    return wish == Wish.STOP;
  }

  /** The last wish took effect. */
  void fulfilled() {
    unanswered.forEach(command -> command.done().complete(null));
    unanswered.clear();
  }

  /** The loop has ended: no more wishes. */
  void close() {
    mailbox.close();
    unanswered.forEach(Mailbox::end);
    unanswered.clear();
  }
}
