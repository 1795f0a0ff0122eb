package io.deltaingest.launcher.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up logback for the whole process. */
public final class Logging {
  /** MDC key of the stream that a thread works for. */
  public static final String STREAM = "stream";

  private Logging() {}

  /**
   * Replaces whatever logging there was.
   *
   * @param to receives each event in one write; not closed
   */
  public static void configure(LogFormat format, LogLevels levels, OutputStream to) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();

    Layout<ILoggingEvent> layout =
        format == LogFormat.JSON ? new JsonLogLayout() : new TextLogLayout(levels.debug());
    layout.setContext(context);
    layout.start();

    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();

    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setEncoder(encoder);
    appender.setOutputStream(new Uncloseable(to));
    if (!levels.debug()) {
      appender.addFilter(new RefusalsSaidElsewhere());
    }
    appender.start();

    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    levels.byLogger().forEach((name, level) -> context.getLogger(name).setLevel(level));
  }

  /** Stopping an appender closes its stream; stderr has to outlive it. */
  private static final class Uncloseable extends FilterOutputStream {
    Uncloseable(OutputStream to) {
      super(to);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
