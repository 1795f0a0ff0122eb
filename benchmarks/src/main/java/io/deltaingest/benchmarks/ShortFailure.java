package io.deltaingest.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Failures that explain themselves are told by their message alone: 2 for arguments, 1 otherwise.
 */
final class ShortFailure implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) throws Exception {
    if (failure instanceof IllegalArgumentException) {
      System.err.println(failure.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    if (failure instanceof IllegalStateException) {
      System.err.println(failure.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw failure;
  }
}
