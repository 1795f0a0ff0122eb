package io.deltaingest.launcher.logging;

/** How a log event is written. */
public enum LogFormat {
  /** One line for people, and a stack trace under it where it helps. */
  TEXT,
  /** One JSON object a line. */
  JSON
}
