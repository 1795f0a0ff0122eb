package io.deltaingest.launcher.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line: {@code ts} (ISO 8601, UTC), {@code level}, {@code logger}, {@code
 * thread}, {@code message}, then the event's own fields and the MDC's ({@code stream}), then {@code
 * error} with the stack trace. logback's own encoder nests MDC and fields, which log stores then
 * can't index.
 */
final class JsonLogLayout extends LayoutBase<ILoggingEvent> {
  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public String doLayout(ILoggingEvent event) {
    StringWriter line = new StringWriter(256);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      Set<String> written = new HashSet<>(Set.of("error"));
      json.writeStartObject();
      field(json, written, "ts", Instant.ofEpochMilli(event.getTimeStamp()).toString());
      field(json, written, "level", event.getLevel().toString());
      field(json, written, "logger", event.getLoggerName());
      field(json, written, "thread", event.getThreadName());
      field(json, written, "message", event.getFormattedMessage());
      List<KeyValuePair> pairs = event.getKeyValuePairs();
      if (pairs != null) {
        for (KeyValuePair pair : pairs) {
          field(json, written, pair.key, pair.value);
        }
      }
      for (Map.Entry<String, String> entry : event.getMDCPropertyMap().entrySet()) {
        field(json, written, entry.getKey(), entry.getValue());
      }
      if (event.getThrowableProxy() != null) {
        json.writeStringField("error", ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.append('\n').toString();
  }

  private static void field(JsonGenerator json, Set<String> written, String name, Object value)
      throws IOException {
    if (!written.add(name)) {
      return;
    }
    json.writeFieldName(name);
    if (value instanceof Long || value instanceof Integer) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Number number) {
      json.writeNumber(number.doubleValue());
    } else if (value instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (value == null) {
      json.writeNull();
    } else {
      json.writeString(value.toString());
    }
  }
}
