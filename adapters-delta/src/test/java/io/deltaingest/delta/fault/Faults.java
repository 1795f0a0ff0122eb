package io.deltaingest.delta.fault;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;

/** Counts the calls to a file system and makes some of them fail. Thread-safe. */
final class Faults {

  /** What a call does. */
  enum Call {
    CREATE,
    OPEN,
    READ,
    WRITE,
    SYNC,
    SYNC_FOLDER,
    LINK,
    RENAME,
    DELETE,
    MAKE_FOLDER,
    LIST,
    STAT
  }

  /** When a call fails. */
  enum Moment {
    /** Nothing was done. */
    BEFORE,
    /** All was done, and the answer is lost. */
    AFTER,
    /** Half of the bytes were written. */
    HALFWAY,
    /** It does not fail, but answers late. */
    LATE
  }

  /** How a call fails. */
  enum Reason {
    IO_ERROR("Input/output error"),
    NO_SPACE("No space left on device"),
    READ_ONLY("Read-only file system"),
    NO_PERMISSION("Permission denied"),
    NO_LINKS("Operation not supported");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    IOException on(String path) {
      if (this == NO_PERMISSION) {
        return new AccessDeniedException(path);
      }
      return path.isEmpty() ? new IOException(text) : new FileSystemException(path, null, text);
    }
  }

  private static final long LATE_MILLIS = 30;

  private final List<Call> calls = new ArrayList<>();
  private final Moment moment;
  private final Reason reason;
  private final int first;
  private final int count;
  private String struckCalls = "";
  private int counted;
  private int struck;

  /**
   * @param first number of the first call that fails, from 0; only writes count when they fail
   *     halfway
   * @param count how many fail in a row
   */
  Faults(Moment moment, Reason reason, int first, int count) {
    this.moment = moment;
    this.reason = reason;
    this.first = first;
    this.count = count;
  }

  static Faults none() {
    return new Faults(Moment.BEFORE, Reason.IO_ERROR, 0, 0);
  }

  /** The calls so far. */
  synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** How many calls failed, or were late. */
  synchronized int struck() {
    return struck;
  }

  /** Which calls failed, for messages. */
  @Override
  public synchronized String toString() {
    return struckCalls;
  }

  /** What is done to a call: null, or when it fails. */
  synchronized Moment next(Call call) {
    calls.add(call);
    if (moment == Moment.HALFWAY && call != Call.WRITE) {
      return null;
    }
    int number = counted++;
    if (number < first || number >= first + count) {
      return null;
    }
    struck++;
    struckCalls += moment + " " + call + " (call " + (calls.size() - 1) + ") ";
    return moment;
  }

  /** A step that the file system is asked for. */
  interface Step<T> {
    T run() throws IOException;
  }

  /**
   * Takes a step, or fails.
   *
   * @param path for the message; empty for calls on open files
   */
  <T> T at(Call call, String path, Step<T> step) throws IOException {
    return at(next(call), path, step);
  }

  /** As above, where it is known already what happens. */
  <T> T at(Moment fate, String path, Step<T> step) throws IOException {
    if (fate == null) {
      return step.run();
    }
    if (fate == Moment.LATE) {
      pause();
      return step.run();
    }
    if (fate == Moment.AFTER) {
      step.run();
    }
    throw reason.on(path);
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(LATE_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }
}
