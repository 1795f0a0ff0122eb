package io.deltaingest.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged jar as a child process, its output in files. */
final class LauncherProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> JVM = List.of("-Xmx384m", "-XX:TieredStopAtLevel=1");

  private static Path classesOfJar;

  private final Process process;
  private final Path out;
  private final Path err;

  private LauncherProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static LauncherProcess start(Path directory, String... arguments) {
    return start(directory, Map.of(), arguments);
  }

  /** As a user whom file permissions hold back: root starts it as nobody. */
  static LauncherProcess startUnprivileged(Path directory, String... arguments) {
    List<String> prefix =
        "root".equals(System.getProperty("user.name"))
            ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
            : List.of();
    return start(directory, prefix, Map.of(), JVM, arguments);
  }

  static LauncherProcess start(
      Path directory, Map<String, String> environment, String... arguments) {
    return start(directory, List.of(), environment, JVM, arguments);
  }

  /** With those options of the JVM, in place of the usual ones. */
  static LauncherProcess startWith(List<String> jvm, Path directory, String... arguments) {
    return start(directory, List.of(), Map.of(), jvm, arguments);
  }

  private static LauncherProcess start(
      Path directory,
      List<String> prefix,
      Map<String, String> environment,
      List<String> jvm,
      String... arguments) {
    String jar = System.getProperty("kdi.jar");
    assertThat(jar).as("system property kdi.jar").isNotNull();
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-XX:SharedArchiveFile=" + classes(jar), "-Xlog:cds*=off"));
    command.addAll(List.of("-jar", jar));
    command.addAll(Arrays.asList(arguments));
    try {
      Path out = Files.createTempFile(directory, "out", ".log");
      Path err = Files.createTempFile(directory, "err", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      return new LauncherProcess(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The archive of classes, made by the start script as for any user: each start is faster. */
  private static synchronized Path classes(String jar) {
    Path built = Path.of(jar).toAbsolutePath();
    Path archive =
        built.resolveSibling(
            "kafka-delta-ingest-java-" + System.getProperty("java.version") + ".jsa");
    if (classesOfJar == null) {
      Path script = built.resolve("../../../bin/kafka-delta-ingest").normalize();
      ProcessBuilder builder = new ProcessBuilder(script.toString(), "--version");
      builder.environment().put("KDI_JAR", built.toString());
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      try {
        assertThat(builder.inheritIO().start().waitFor()).isZero();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      assertThat(archive).isNotEmptyFile();
      classesOfJar = archive;
    }
    return classesOfJar;
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Stops it where it is, until {@link #thaw}: as a long pause of the machine does. */
  void freeze() {
    signal("STOP");
  }

  /** Lets it go on, late. */
  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends SIGTERM and gives the exit code. */
  int terminate() {
    process.destroy();
    return awaitExit();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int awaitExit() {
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("ended in time; its log: %s", log())
          .isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it wrote, both streams. */
  String log() {
    return read(out) + read(err);
  }

  String stderr() {
    return read(err);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
