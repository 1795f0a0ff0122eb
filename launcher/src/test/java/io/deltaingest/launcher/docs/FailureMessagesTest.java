package io.deltaingest.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The messages that docs/operations.md explains are messages that the program has. */
class FailureMessagesTest {

  private static final int SHORTEST = 6;

  @Test
  void shouldExplainMessagesThatThereAre() throws IOException {
    String sources = sources();
    List<String> messages =
        Markdown.read(Documents.root().resolve("docs/operations.md"))
            .table("messages")
            .codeOfColumn(0);

    List<String> unknown = new ArrayList<>();
    for (String message : messages) {
      for (String part : message.split("…")) {
        if (part.strip().length() >= SHORTEST && !sources.contains(part.strip())) {
          unknown.add(message);
        }
      }
    }
    assertThat(messages).hasSizeGreaterThan(15);
    assertThat(unknown).isEmpty();
  }

  /** All main sources, their concatenated literals joined and unescaped. */
  private static String sources() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> modules = Files.list(Documents.root())) {
      for (Path module : modules.toList()) {
        Path main = module.resolve("src/main/java");
        if (Files.isDirectory(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
              text.append(Files.readString(file));
            }
          }
        }
      }
    }
    return text.toString().replaceAll("(?<!\\\\)\"\\s*\\+\\s*\"", "").replace("\\\"", "\"");
  }
}
