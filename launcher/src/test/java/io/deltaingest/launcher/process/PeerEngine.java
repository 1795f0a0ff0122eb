package io.deltaingest.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another engine that reads Delta tables, as a process: it takes a request on its standard input
 * and answers on its standard output, both one JSON object ({@code read_table.py} describes them).
 */
enum PeerEngine {
  /** By {@code deltalake}, its Python binding. */
  DELTA_RS("delta-rs"),
  /** By its {@code delta} extension, from Python. */
  DUCKDB("duckdb"),
  /** In a JVM with a class path of its own. */
  SPARK("spark");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 240;

  /** What Spark needs of the JDK's inside. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private final String name;

  PeerEngine(String name) {
    this.name = name;
  }

  /**
   * What the engine reads; aborts the test where the engine is not installed, but fails it in
   * continuous integration.
   *
   * @param key the column that orders the rows and stands for them in what filters give
   * @param filters SQL conditions
   * @param appIds transaction ids
   */
  JsonNode read(Path table, String key, Collection<String> filters, Collection<String> appIds) {
    ObjectNode request = JSON.createObjectNode();
    request.put("engine", name).put("table", table.toString()).put("key", key);
    filters.forEach(request.putArray("filters")::add);
    appIds.forEach(request.putArray("appIds")::add);
    return run(this == SPARK ? sparkCommand() : pythonCommand("read_table.py"), request);
  }

  /** Runs a script of {@code src/test/python} with a request. */
  static JsonNode runPython(String script, ObjectNode request) {
    return run(pythonCommand(script), request);
  }

  private static List<String> pythonCommand(String script) {
    String python = System.getenv("KDI_TEST_PYTHON");
    if (python == null || python.isBlank()) {
      missing(
          "KDI_TEST_PYTHON is not set: a Python with src/test/python/requirements.txt installed");
    }
    return List.of(python, Path.of("src/test/python", script).toAbsolutePath().toString());
  }

  private static List<String> sparkCommand() {
    String file = System.getProperty("kdi.spark.classpath", "");
    if (file.isBlank()) {
      abort("Spark is not here: mvn -P peers brings it");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    OPENED.forEach(inside -> command.add("--add-opens=java.base/" + inside + "=ALL-UNNAMED"));
    command.addAll(
        List.of(
            "-cp",
            readText(Path.of(file)).strip(),
            Path.of("src/test/spark/SparkReader.java").toAbsolutePath().toString()));
    return command;
  }

  private static void missing(String what) {
    if ("true".equals(System.getenv("CI")) && System.getenv("KDI_PEERS_ABSENT") == null) {
      fail(what);
    }
    abort(what);
  }

  private static JsonNode run(List<String> command, ObjectNode request) {
    try {
      Path in = Files.createTempFile("peer", ".in");
      Path out = Files.createTempFile("peer", ".out");
      Path err = Files.createTempFile("peer", ".err");
      Files.writeString(in, request.toString(), UTF_8);
      Process process =
          new ProcessBuilder(command)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      String log = readText(err);
      assertThat(ended).as("ended in time: %s", log).isTrue();
      assertThat(process.exitValue()).as(log).isZero();
      JsonNode answer = JSON.readTree(readText(out));
      for (Path file : List.of(in, out, err)) {
        Files.delete(file);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String readText(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
