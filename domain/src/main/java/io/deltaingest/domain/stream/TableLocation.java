package io.deltaingest.domain.stream;

import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The location of a table in a form that can be compared, so that one table is not taken for two
 * because it was written down in two ways.
 *
 * <p>Looks at the file system where a location is on it, for symbolic links; reads no file.
 */
final class TableLocation {
  private static final String FILE = "file:";
  private static final String LOCAL_HOST = "//localhost/";

  private TableLocation() {}

  /** Whether both lead to the same table; two that say nothing do not. */
  static boolean same(String one, String other) {
    return !one.isBlank() && !other.isBlank() && plain(one).equals(plain(other));
  }

  /**
   * On the local file system the absolute path without {@code .} and {@code ..}, its symbolic links
   * resolved as far as it exists; anything else as it was written, without slashes at its end.
   */
  static String plain(String location) {
    try {
      if (location.regionMatches(true, 0, FILE, 0, FILE.length())) {
        return real(Path.of(pathOf(location)));
      }
      return location.contains("://") ? withoutEnd(location) : real(Path.of(location));
    } catch (InvalidPathException noPath) {
      return withoutEnd(location);
    }
  }

  /** Characters that a URI wants escaped may stand unescaped. */
  private static String pathOf(String location) {
    try {
      String path = URI.create(location).getPath();
      if (path != null) {
        return path;
      }
    } catch (IllegalArgumentException notEscaped) {
      // Taken as it stands, below.
    }
    String rest = location.substring(FILE.length());
    return rest.startsWith(LOCAL_HOST) ? rest.substring(LOCAL_HOST.length() - 1) : rest;
  }

  private static String real(Path path) {
    return resolved(path.toAbsolutePath().normalize()).toString();
  }

  private static Path resolved(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException absent) {
      Path parent = path.getParent();
      return parent == null ? path : resolved(parent).resolve(path.getFileName());
    }
  }

  private static String withoutEnd(String location) {
    return location.replaceFirst("/+$", "");
  }
}
