package io.deltaingest.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Classes and tests that the documents name in code spans are there, under that name. */
class NamesInDocumentsTest {

  private static final Pattern TEST_METHOD = Pattern.compile("should[A-Z]\\w*");
  private static final Pattern TEST_CLASS = Pattern.compile("[A-Z]\\w+(Test|IT|Contract)");
  private static final Pattern QUALIFIED_CLASS =
      Pattern.compile(
          "(domain|kafka|formats|delta|http|metrics|launcher|testkit)\\.([a-z]+\\.)*[A-Z]\\w+");
  private static final Pattern METHOD = Pattern.compile("void (should[A-Z]\\w*)\\(");

  private static final Set<String> classes = new HashSet<>();
  private static final Set<String> qualifiedClasses = new HashSet<>();
  private static final Set<String> testMethods = new HashSet<>();

  @BeforeAll
  static void readSources() throws IOException {
    try (Stream<Path> modules = Files.list(Documents.root())) {
      for (Path module : modules.toList()) {
        for (String sources : List.of("src/main/java", "src/test/java")) {
          if (Files.isDirectory(module.resolve(sources))) {
            read(module.resolve(sources));
          }
        }
      }
    }
  }

  private static void read(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        classes.add(name);
        qualifiedClasses.add(
            sources
                .relativize(file)
                .toString()
                .replace('/', '.')
                .replace("io.deltaingest.", "")
                .replace(".java", ""));
        if (TEST_CLASS.matcher(name).matches()) {
          METHOD
              .matcher(Files.readString(file))
              .results()
              .forEach(m -> testMethods.add(m.group(1)));
        }
      }
    }
  }

  @Test
  void shouldNameClassesAndTestsThatThereAre() throws IOException {
    List<String> unknown = new ArrayList<>();
    int known = 0;
    for (Markdown document : Documents.all()) {
      for (String name : Markdown.codeIn(Files.readString(document.path()))) {
        if (isUnknown(name)) {
          unknown.add(document.path() + ": " + name);
        } else if (TEST_METHOD.matcher(name).matches()) {
          known++;
        }
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(known).isGreaterThan(5);
  }

  private static boolean isUnknown(String name) {
    return (TEST_METHOD.matcher(name).matches() && !testMethods.contains(name))
        || (TEST_CLASS.matcher(name).matches() && !classes.contains(name))
        || (QUALIFIED_CLASS.matcher(name).matches() && !qualifiedClasses.contains(name));
  }
}
