package io.deltaingest.delta.store;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** What failures of a local file system mean for a stream. */
final class LocalFailures {

  private LocalFailures() {}

  static IngestException explain(String doing, IOException failure) {
    String text = text(failure);
    String lower = text.toLowerCase(Locale.ROOT);
    if (failure instanceof AccessDeniedException
        || lower.contains("permission denied")
        || lower.contains("operation not permitted")) {
      return new ConfigurationException(
          Problem.of(
              doing,
              "permission denied for " + text,
              "Give the user that runs this process the right to write there"),
          failure);
    }
    if (lower.contains("read-only file system")) {
      return new ConfigurationException(
          Problem.of(doing, text, "Mount the file system writable, or use another location"),
          failure);
    }
    if (failure instanceof NotDirectoryException || lower.contains("not a directory")) {
      return new ConfigurationException(
          Problem.of(doing, text + " is not a folder", "Name the folder of a table"), failure);
    }
    if (lower.contains("file name too long")) {
      return new ConfigurationException(Problem.of(doing, text, "Use a shorter location"), failure);
    }
    if (lower.contains("no space left") || lower.contains("quota exceeded")) {
      return new TransientException(
          Problem.of(doing, text, "Free some space; the stream goes on by itself"), failure);
    }
    if (lower.contains("too many open files")) {
      return new TransientException(
          Problem.of(doing, text, "Raise the limit of open files (ulimit -n)"), failure);
    }
    return new TransientException(Problem.of(doing, text, ""), failure);
  }

  private static String text(IOException failure) {
    if (failure instanceof FileSystemException at && at.getReason() == null) {
      return at.getFile() == null ? at.getClass().getSimpleName() : named(at);
    }
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private static String named(FileSystemException at) {
    return at instanceof AccessDeniedException
        ? at.getFile()
        : at.getFile() + " (" + at.getClass().getSimpleName() + ")";
  }
}
