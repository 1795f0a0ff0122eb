package io.deltaingest.delta.store;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From the location that a user writes to the storage that is meant. */
public final class TableLocations {

  private static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]+):(.*)$");
  private static final Set<String> CLOUD =
      Set.of("s3", "s3a", "adls2", "abfs", "abfss", "az", "azure", "adl");

  private TableLocations() {}

  /**
   * The storage at a path, or at a {@code file:} URI. Touches nothing.
   *
   * @throws ConfigurationException for a location that is no place for a table here
   */
  public static TableStorage resolve(String location) {
    if (location == null || location.isBlank()) {
      throw refused("", "it is empty", "Name the folder of a table");
    }
    Matcher matcher = SCHEME.matcher(location);
    if (!matcher.matches()) {
      return local(location, location);
    }
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    if (scheme.equals("file")) {
      return local(location, pathOf(location));
    }
    if (CLOUD.contains(scheme)) {
      throw refused(
          location,
          "this version writes to local file systems only, not to " + scheme + "://",
          "Use a path or a file:// URI");
    }
    if (matcher.group(2).startsWith("//")) {
      throw refused(
          location, "the scheme " + scheme + " is not known", "Use a path or a file:// URI");
    }
    return local(location, location);
  }

  private static TableStorage local(String location, String path) {
    try {
      return new LocalTableStorage(Path.of(path));
    } catch (InvalidPathException invalid) {
      throw refused(location, invalid.getReason(), "Use a path or a file:// URI");
    }
  }

  /** The path of a {@code file:} URI; characters that need no escape may stand unescaped. */
  private static String pathOf(String location) {
    try {
      URI uri = URI.create(location);
      String host = uri.getAuthority();
      if (host != null && !host.isEmpty() && !host.equals("localhost")) {
        throw refused(
            location, "it names the host " + host, "Write file:///path, with three slashes");
      }
      if (uri.getPath() == null || uri.getPath().isEmpty()) {
        throw refused(location, "it has no absolute path", "Write file:///path");
      }
      return uri.getPath();
    } catch (IllegalArgumentException notEscaped) {
      return location.replaceFirst("^[^:]+:(//(localhost)?(?=/))?", "");
    }
  }

  private static ConfigurationException refused(String location, String cause, String remedy) {
    return new ConfigurationException(
        Problem.of("The table location '" + location + "' can't be used", cause, remedy));
  }
}
