package io.deltaingest.launcher.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The repository's documentation, found from wherever the tests run. */
public final class Documents {

  private Documents() {}

  /** The repository's folder. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("CONTRIBUTING.md"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new AssertionError("No folder above " + Path.of("").toAbsolutePath() + " is ours");
      }
    }
    return folder;
  }

  /** The README. */
  public static Markdown readme() {
    return Markdown.read(root().resolve("README.md"));
  }

  /** README, CONTRIBUTING and everything under docs. */
  public static List<Markdown> all() {
    List<Path> paths = new ArrayList<>();
    paths.add(root().resolve("README.md"));
    paths.add(root().resolve("CONTRIBUTING.md"));
    try (Stream<Path> docs = Files.walk(root().resolve("docs"))) {
      docs.filter(path -> path.toString().endsWith(".md")).sorted().forEach(paths::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return paths.stream().map(Markdown::read).toList();
  }
}
