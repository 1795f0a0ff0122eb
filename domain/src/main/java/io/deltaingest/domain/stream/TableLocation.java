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
 *
 * @param plain equal for two that lead to the same place
 */
record TableLocation(String plain) {
  private static final String FILE = "file:";
  private static final String LOCAL_HOST = "//localhost/";

  /** Where no table is. */
  private static final TableLocation NOWHERE = new TableLocation("");

  /** The location that somebody wrote down; blank: nowhere. Blocks on the file system. */
  static TableLocation of(String location) {
    return location.isBlank() ? NOWHERE : new TableLocation(plain(location));
  }

  /** Whether both lead to the same table; two that lead nowhere do not. */
  boolean isSameAs(TableLocation other) {
    return !plain.isEmpty() && plain.equals(other.plain);
  }

  /** Whether this leads into the folder of the other one, and not to that itself. */
  boolean isInside(TableLocation other) {
    String folder = other.plain.endsWith("/") ? other.plain : other.plain + "/";
    return !other.plain.isEmpty() && plain.length() > folder.length() && plain.startsWith(folder);
  }

  /**
   * On the local file system the absolute path without {@code .} and {@code ..}, its symbolic links
   * resolved as far as it exists; anything else as it was written, without slashes at its end.
   */
  private static String plain(String location) {
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
