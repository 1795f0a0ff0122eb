package io.deltaingest.domain.ingest;

/** The time, as the loop is told it. */
public interface Clock {

  /** The system's clock. */
  Clock SYSTEM =
      new Clock() {
        @Override
        public long millis() {
          return System.currentTimeMillis();
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }
      };

  /** Milliseconds since the epoch: for what people see. */
  long millis();

  /** Nanoseconds since some moment, never going back: for measuring. */
  long nanos();
}
