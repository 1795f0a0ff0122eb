package io.deltaingest.delta.sink;

import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Names whatever went wrong on a sink's thread by what the worker may do. */
final class Failures {

  private Failures() {}

  static IngestException of(String doing, Throwable failure, TableStorage storage) {
    if (failure instanceof IngestException known) {
      return known;
    }
    if (failure instanceof IOException io) {
      return storage.explain(doing, io);
    }
    if (failure instanceof UncheckedIOException io) {
      return storage.explain(doing, io.getCause());
    }
    if (failure instanceof OutOfMemoryError) {
      return new StreamFailedException(
          Problem.of(
              doing,
              "the heap is too small for the open files (" + failure.getMessage() + ")",
              "Give the process more memory (-Xmx), or commit earlier"),
          failure);
    }
    return new StreamFailedException(
        Problem.of(doing, "an error in this program: " + failure, "Report it, with the log"),
        failure);
  }
}
