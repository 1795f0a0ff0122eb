package io.deltaingest.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What Linux tells of processes in {@code /proc}; see proc(5). */
final class ProcFiles {

  private static final Path PROC = Path.of("/proc");

  /** Ticks a second in {@code stat}: fixed in the interface between Linux and programs. */
  private static final double TICKS_PER_SECOND = 100;

  /** Fields of {@code stat} after the command, which is in parentheses: utime, then stime. */
  private static final int USER = 11;

  /** The same of ended children: cutime, then cstime. */
  private static final int CHILDREN_USER = 13;

  private static final long KIB = 1024;

  private ProcFiles() {}

  /**
   * @throws IllegalStateException on a system without {@code /proc}
   */
  static void requireLinux() {
    if (!Files.isReadable(PROC.resolve("self/stat"))) {
      throw new IllegalStateException(
          "CPU time and memory are read from /proc, which only Linux has: run this on Linux");
    }
  }

  /**
   * Seconds of all cores, user and system, that ended children of this process have spent, their
   * own ended children included. Java waits for every child, so a child counts as soon as {@link
   * Process#waitFor()} has returned.
   */
  static double cpuSecondsOfEndedChildren() {
    try {
      return cpuSecondsOfEndedChildren(Files.readString(PROC.resolve("self/stat")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static double cpuSecondsOfEndedChildren(String stat) {
    return seconds(stat, CHILDREN_USER);
  }

  /** Seconds of all cores, user and system, that a running process has spent so far. */
  static double cpuSeconds(long pid) {
    try {
      return cpuSeconds(Files.readString(PROC.resolve(pid + "/stat")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static double cpuSeconds(String stat) {
    return seconds(stat, USER);
  }

  private static double seconds(String stat, int userField) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[userField]) + Long.parseLong(fields[userField + 1]);
    return ticks / TICKS_PER_SECOND;
  }

  /** Threads of a running process. */
  static int threads(long pid) {
    try (Stream<Path> tasks = Files.list(PROC.resolve(pid + "/task"))) {
      return Math.toIntExact(tasks.count());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The most memory that the process had resident so far, in bytes; empty when it has ended. */
  static OptionalLong peakResidentBytes(long pid) {
    try {
      return peakResidentBytes(Files.readAllLines(PROC.resolve(Long.toString(pid) + "/status")));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  static OptionalLong peakResidentBytes(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
        .findFirst();
  }

  /** The processor's name, as far as it says. */
  static String processor() {
    try {
      return Files.readAllLines(PROC.resolve("cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
