package io.deltaingest.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every document: links lead somewhere, commands say whether they are run. */
class DocumentationTest {

  /** Languages of fenced blocks that hold commands; only the first is used. */
  private static final List<String> SHELLS = List.of("sh", "bash", "shell", "console", "zsh", "");

  private final List<Markdown> documents = Documents.all();

  @Test
  void shouldFindTheDocuments() {
    assertThat(documents).hasSizeGreaterThan(10);
    assertThat(links()).hasSizeGreaterThan(30);
  }

  @Test
  void shouldLinkToFilesAndHeadingsThatAreThere() {
    List<String> broken = new ArrayList<>();
    for (Markdown document : documents) {
      for (Markdown.Link link : document.links()) {
        if (!isExternal(link.target()) && !resolves(document, link.target())) {
          broken.add(document.path() + ":" + link.line() + " -> " + link.target());
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void shouldSayOfEachCommandOfTheReadmeWhetherItIsRun() {
    List<Markdown.Block> commands =
        Documents.readme().blocks().stream()
            .filter(block -> SHELLS.contains(block.language()))
            .toList();

    assertThat(commands).hasSizeGreaterThan(5);
    assertThat(commands)
        .allSatisfy(
            block ->
                assertThat(block.language())
                    .as("language of line %d", block.line())
                    .isEqualTo("sh"))
        .allSatisfy(
            block ->
                assertThat(block.directive())
                    .as("directive of line %d", block.line())
                    .matches(ReadmeCommand.DIRECTIVE + "|illustration: .{10,}"));
  }

  @Test
  void shouldRunTheSameCommandsInContinuousIntegration() throws IOException {
    String script = Files.readString(Documents.root().resolve(".ci/run"));
    String commands =
        String.join("\n", Documents.readme().blocks().stream().map(Markdown.Block::text).toList());

    for (String command : List.of("mvn -B verify", "bin/quickstart --once")) {
      assertThat(script.lines().map(String::strip)).contains(command);
      assertThat(commands.lines().map(String::strip)).contains(command);
    }
  }

  @Test
  void shouldListEveryDecision() throws IOException {
    Path folder = Documents.root().resolve("docs/adr");
    List<String> listed =
        Markdown.read(folder.resolve("README.md")).links().stream()
            .map(Markdown.Link::target)
            .toList();
    try (Stream<Path> files = Files.list(folder)) {
      List<String> decisions =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches("\\d{4}-.*\\.md"))
              .sorted()
              .toList();
      assertThat(decisions).hasSizeGreaterThan(5);
      assertThat(listed).containsAll(decisions);
    }
  }

  private List<Markdown.Link> links() {
    return documents.stream().flatMap(document -> document.links().stream()).toList();
  }

  private static boolean isExternal(String target) {
    return target.matches("(https?|mailto):.*");
  }

  private final Map<Path, Markdown> read = new HashMap<>();

  private boolean resolves(Markdown document, String target) {
    String[] parts = target.split("#", 2);
    Path path =
        parts[0].isEmpty() ? document.path() : document.path().resolveSibling(parts[0]).normalize();
    if (!Files.exists(path) || !path.startsWith(Documents.root())) {
      return false;
    }
    return parts.length == 1
        || read.computeIfAbsent(path, Markdown::read).anchors().contains(parts[1]);
  }
}
