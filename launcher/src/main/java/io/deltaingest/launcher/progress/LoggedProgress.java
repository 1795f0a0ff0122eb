package io.deltaingest.launcher.progress;

import io.deltaingest.launcher.logging.Logging;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;

/** Progress as log events: a line for people, the same figures as fields in JSON logs. */
public final class LoggedProgress implements ProgressView {
  private static final Logger LOG = LoggerFactory.getLogger("io.deltaingest.progress");

  private final Duration interval;

  public LoggedProgress(Duration interval) {
    this.interval = interval;
  }

  @Override
  public Duration interval() {
    return interval;
  }

  @Override
  public void show(List<StreamProgress> progress) {
    for (StreamProgress stream : progress) {
      MDC.put(Logging.STREAM, stream.stream());
      try {
        LoggingEventBuilder event =
            LOG.atInfo()
                .addKeyValue("event", "progress")
                .addKeyValue("state", stream.state())
                .addKeyValue("rows", stream.rows())
                .addKeyValue("heldRows", stream.heldRows())
                .addKeyValue("badRecords", stream.rejected())
                .addKeyValue("commits", stream.commits());
        if (stream.rowsPerSecond().isPresent()) {
          event =
              event.addKeyValue("rowsPerSecond", Math.round(stream.rowsPerSecond().getAsDouble()));
        }
        if (stream.lag().isPresent()) {
          event = event.addKeyValue("lag", stream.lag().getAsLong());
        }
        if (stream.lastVersion().isPresent()) {
          event =
              event
                  .addKeyValue("lastVersion", stream.lastVersion().getAsLong())
                  .addKeyValue("lastCommitAgeMs", stream.lastCommitAgeMillis().orElse(0));
        }
        event.log(ProgressText.line(stream));
      } finally {
        MDC.remove(Logging.STREAM);
      }
    }
  }

  @Override
  public void end() {}
}
