package io.deltaingest.delta.log;

import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** What the failures of a library that reads a log mean, by what the caller may do. Thread-safe. */
public final class ReadFailures {

  private final TableStorage storage;
  private final String libraryPath;
  private final Function<Throwable, Optional<String>> malformed;

  /**
   * @param storage of the table that is read
   * @param libraryPath how the library knows the table's place
   * @param malformed what the library's own exception for bad JSON says; empty for any other
   */
  public ReadFailures(
      TableStorage storage, String libraryPath, Function<Throwable, Optional<String>> malformed) {
    this.storage = storage;
    this.libraryPath = libraryPath;
    this.malformed = malformed;
  }

  /**
   * A failure that came from below the library: from us, from the storage, from a file that is gone
   * or not JSON. Empty when it is the library's own.
   */
  public Optional<IngestException> below(String doing, Exception failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof IngestException known) {
        return Optional.of(known);
      }
      Optional<String> badJson = malformed.apply(at);
      if (badJson.isPresent()) {
        return Optional.of(damaged(doing, badJson.get(), failure));
      }
      if (at instanceof FileNotFoundException) {
        // Another writer cleaned up between our listing and our reading.
        return Optional.of(
            new TransientException(
                Problem.of(doing, at.getMessage() + " went away meanwhile", ""), failure));
      }
      if (at instanceof IOException storageFailure) {
        return Optional.of(storage.explain(doing, storageFailure));
      }
    }
    return Optional.empty();
  }

  /** The library can't make sense of the log. */
  public ConfigurationException damaged(String doing, Exception failure) {
    return damaged(doing, firstLine(failure), failure);
  }

  /** The first line of what the library says, with the table's own place in it. */
  public String firstLine(Exception failure) {
    String message = String.valueOf(failure.getMessage()).replace(libraryPath, storage.location());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private static ConfigurationException damaged(String doing, String detail, Exception failure) {
    return new ConfigurationException(
        Problem.of(
            doing,
            "its log is damaged or not understood: " + detail,
            "Check the files in _delta_log"),
        failure);
  }
}
