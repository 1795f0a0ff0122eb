package io.deltaingest.launcher.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import io.deltaingest.domain.error.IngestException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * {@code 2026-11-22T21:41:07.123+01:00 INFO [web_requests] message}. A failure that is expected
 * tells everything in its message, so its stack trace is left out unless asked for.
 */
final class TextLogLayout extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneId.systemDefault());

  private final boolean allStackTraces;

  TextLogLayout(boolean allStackTraces) {
    this.allStackTraces = allStackTraces;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    line.append(TIME.format(Instant.ofEpochMilli(event.getTimeStamp()))).append(' ');
    line.append(event.getLevel());
    String stream = event.getMDCPropertyMap().get(Logging.STREAM);
    if (stream != null) {
      line.append(" [").append(stream).append(']');
    }
    if (allStackTraces || event.getLevel().equals(Level.TRACE)) {
      line.append(' ').append(event.getLoggerName()).append(" (");
      line.append(event.getThreadName()).append("):");
    }
    line.append(' ').append(event.getFormattedMessage()).append('\n');
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null && (allStackTraces || !isExpected(thrown))) {
      line.append(ThrowableProxyUtil.asString(thrown));
    }
    return line.toString();
  }

  private static boolean isExpected(IThrowableProxy thrown) {
    return thrown instanceof ThrowableProxy proxy
        && proxy.getThrowable() instanceof IngestException;
  }
}
