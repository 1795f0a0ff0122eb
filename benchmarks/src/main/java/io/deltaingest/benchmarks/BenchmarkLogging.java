package io.deltaingest.benchmarks;

/** Keeps what libraries log off standard output. */
final class BenchmarkLogging {

  static final String PROPERTY = "logback.configurationFile";
  static final String CONFIGURATION = "io/deltaingest/benchmarks/logback.xml";

  private BenchmarkLogging() {}

  /** To be called before anything logs. */
  static void toStandardError() {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, CONFIGURATION);
    }
  }
}
