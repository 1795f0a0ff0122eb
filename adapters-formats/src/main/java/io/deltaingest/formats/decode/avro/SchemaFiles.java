package io.deltaingest.formats.decode.avro;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** Schemas in files. What is wrong with one is said with its name. */
final class SchemaFiles {

  private static final String REMEDY =
      "Give the path of a file with an Avro schema as JSON (.avsc), readable by this process";

  private SchemaFiles() {}

  /**
   * The file itself, or the files in the directory of that path, by name; without those whose name
   * begins with a dot, which mounted volumes and desktops leave behind.
   */
  static List<Path> in(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    List<Path> files;
    try (Stream<Path> entries = Files.list(path)) {
      files =
          entries
              .filter(file -> Files.isRegularFile(file))
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .sorted()
              .toList();
    } catch (IOException e) {
      throw refused(path, e.toString(), REMEDY, e);
    }
    if (files.isEmpty()) {
      throw refused(path, "the directory has no files", "Put the Avro schemas into it", null);
    }
    return files;
  }

  static Schema read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw refused(file, e.toString(), REMEDY, e);
    }
    try {
      return AvroSchemas.ofReader(text);
    } catch (IllegalArgumentException e) {
      throw refused(file, e.getMessage(), "Mend the schema", e);
    }
  }

  private static ConfigurationException refused(
      Path path, String cause, String remedy, Throwable origin) {
    return new ConfigurationException(
        Problem.of("The Avro schema at " + path + " can't be used", cause, remedy), origin);
  }
}
