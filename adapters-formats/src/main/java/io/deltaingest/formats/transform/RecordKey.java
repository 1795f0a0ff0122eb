package io.deltaingest.formats.transform;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.formats.decode.DecoderFactory;
import io.deltaingest.formats.decode.MessageDecoder;
import io.deltaingest.formats.value.ValueTape;

/** Decodes the key of one record after the other. Not thread-safe. */
final class RecordKey {

  private final ValueTape tape = new ValueTape();
  private final MessageDecoder decoder;
  private String failure;

  RecordKey(DecoderFactory decoders) {
    decoder = decoders.create(tape);
  }

  /**
   * Puts the key's value on the message's tape.
   *
   * @return its node, or {@link Evaluation#FAILED}; then {@link #failure} says why
   */
  int addTo(ValueTape message, ByteSlice key) {
    try {
      decoder.begin(key);
      int node = decoder.next();
      if (node == MessageDecoder.FAILED) {
        failure = decoder.rejection().detail();
        return Evaluation.FAILED;
      }
      return node == ValueTape.NONE ? node : message.addCopy(tape, node);
    } finally {
      decoder.end();
      tape.release();
    }
  }

  String failure() {
    return failure;
  }
}
