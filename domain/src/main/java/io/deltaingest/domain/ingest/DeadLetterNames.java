package io.deltaingest.domain.ingest;

import io.deltaingest.domain.port.TopicDescription;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names of the transaction identifiers that a stream keeps in its dead-letter table, which other
 * streams may share: each begins with the recorder.
 *
 * @param recorder {@code <app id>-dlq-<hash of the main table's id and the topic's>}
 */
record DeadLetterNames(String recorder) {

  private static final int HASH_BYTES = 8;

  static DeadLetterNames of(String appId, String mainTableId, TopicDescription topic) {
    String topicId =
        topic.idBits().isPresent() ? Long.toString(topic.idBits().getAsLong()) : topic.name();
    return new DeadLetterNames(appId + "-dlq-" + hash(mainTableId + " " + topicId));
  }

  /** Holds the last offset of that partition up to which dead letters are recorded. */
  String partition(int partition) {
    return recorder + "-" + partition;
  }

  /** Counts the commits that had a part in that partition: what a commit compares and swaps. */
  String commits(int partition) {
    return recorder + "-" + partition + "-commits";
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, HASH_BYTES));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
