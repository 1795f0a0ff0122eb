package io.deltaingest.domain.stream;

/**
 * One thing that is wrong with a configuration.
 *
 * @param path where: {@code streams[0].flush.allowedLatency}; empty for the whole document
 * @param message what is wrong and what would be right
 */
public record ConfigProblem(String path, String message) {
  @Override
  public String toString() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
