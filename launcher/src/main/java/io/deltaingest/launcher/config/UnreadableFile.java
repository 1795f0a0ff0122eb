package io.deltaingest.launcher.config;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What to say of a file that can't be read. */
public final class UnreadableFile {
  private UnreadableFile() {}

  /**
   * One sentence for a person, naming the file and, for a relative path, what it is relative to.
   */
  public static String describe(String path, Exception cause) {
    if (cause instanceof NoSuchFileException) {
      return path
          + ": there is no such file (working directory "
          + Path.of("").toAbsolutePath()
          + ")";
    }
    return path + ": can't be read (" + cause.getClass().getSimpleName() + ")";
  }
}
