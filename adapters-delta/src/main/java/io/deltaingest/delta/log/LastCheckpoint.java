package io.deltaingest.delta.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.deltaingest.delta.store.LogStorage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** The hint that writers of checkpoints leave (Delta protocol, "Last Checkpoint File"). */
final class LastCheckpoint {

  private static final String NAME = "_last_checkpoint";
  private static final JsonFactory JSON = new JsonFactory();

  private LastCheckpoint() {}

  /** The version of the hinted checkpoint; -1 when there is no readable hint. */
  static long version(LogStorage log) throws IOException {
    try (JsonParser parser = JSON.createParser(log.read(NAME))) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String field = parser.currentName();
          JsonToken value = parser.nextToken();
          if (field.equals("version") && value == JsonToken.VALUE_NUMBER_INT) {
            return parser.getLongValue();
          }
          parser.skipChildren();
        }
      }
      return -1;
    } catch (NoSuchFileException | JsonProcessingException unreadable) {
      return -1;
    }
  }
}
