package io.deltaingest.launcher.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;

/**
 * Keeps out what the Kafka client logs, with stack traces, of brokers and token servers that refuse
 * it: it also throws that, and then it is said once, with what to do about it.
 */
final class RefusalsSaidElsewhere extends Filter<ILoggingEvent> {

  private static final String CLIENT = "org.apache.kafka.";
  private static final String REFUSED = "failed authentication due to";
  private static final List<String> FAILURES =
      List.of("AuthenticationException", "AuthorizationException", "UnretryableException");

  @Override
  public FilterReply decide(ILoggingEvent event) {
    if (!event.getLoggerName().startsWith(CLIENT)) {
      return FilterReply.NEUTRAL;
    }
    if (event.getMessage().contains(REFUSED)) {
      return FilterReply.DENY;
    }
    for (IThrowableProxy thrown = event.getThrowableProxy();
        thrown != null;
        thrown = thrown.getCause()) {
      if (FAILURES.stream().anyMatch(thrown.getClassName()::endsWith)) {
        return FilterReply.DENY;
      }
    }
    return FilterReply.NEUTRAL;
  }
}
