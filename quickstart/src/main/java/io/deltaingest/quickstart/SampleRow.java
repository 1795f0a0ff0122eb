package io.deltaingest.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltaingest.testkit.WebRequests;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A row of the table of web requests, every column of it. */
record SampleRow(
    int partition,
    long offset,
    String topic,
    String timestamp,
    String method,
    String sessionId,
    int status,
    String url,
    String uuid,
    String date) {

  private static final int DATE_LENGTH = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What the message at that place of the topic must become. The loader puts message n into
   * partition n modulo their number.
   */
  static SampleRow expected(WebRequests requests, int partitions, int partition, long offset) {
    try {
      JsonNode message = JSON.readTree(requests.message(offset * partitions + partition));
      String timestamp = message.path("meta").path("producer").path("timestamp").asText();
      return new SampleRow(
          partition,
          offset,
          SampleTable.TOPIC,
          timestamp,
          message.path("method").asText(),
          message.path("session_id").asText(),
          message.path("status").asInt(),
          message.path("url").asText(),
          message.path("uuid").asText(),
          timestamp.substring(0, DATE_LENGTH));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
