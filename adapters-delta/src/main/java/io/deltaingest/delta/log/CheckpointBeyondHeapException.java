package io.deltaingest.delta.log;

import java.io.IOException;
import java.util.Locale;

/**
 * A checkpoint is not written, since the one before it does not fit into the heap. Trying again in
 * this process does not help.
 */
public final class CheckpointBeyondHeapException extends IOException {

  private static final long serialVersionUID = 1L;
  private static final double MEBI = 1 << 20;

  CheckpointBeyondHeapException(String checkpoint, long bytes, long limit) {
    super(
        String.format(
            Locale.ROOT,
            "the next one needs all of %s, which has %.1f MiB in one row group, and %.1f MiB of this"
                + " process's heap may be used for that",
            checkpoint,
            bytes / MEBI,
            limit / MEBI));
  }
}
