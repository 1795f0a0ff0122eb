package io.deltaingest.formats;

import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.formats.decode.DecoderFactory;
import io.deltaingest.formats.decode.MessageDecoder;
import io.deltaingest.formats.value.CompactJson;
import io.deltaingest.formats.value.Utf8Buffer;
import io.deltaingest.formats.value.ValueTape;

/**
 * What a message was decoded to, as JSON text: one record as it is, several (or none) as an array.
 * Not thread-safe.
 */
final class DecodedText {

  private final ValueTape records = new ValueTape();
  private final MessageDecoder decoder;

  DecodedText(DecoderFactory decoders) {
    decoder = decoders.create(records);
  }

  /**
   * Adds the text to that tape.
   *
   * @return {@link ValueTape#NONE} where the value can't be decoded, or not now
   */
  int add(ByteSlice value, ValueTape tape) {
    Utf8Buffer out = tape.scratch();
    int start = out.length();
    // The bracket in front is left out again where one record is all there is.
    out.append((byte) '[');
    try {
      decoder.begin(value);
      int count = 0;
      int record = decoder.next();
      while (record >= 0) {
        if (count > 0) {
          out.append((byte) ',');
        }
        CompactJson.write(records, record, out);
        count++;
        record = decoder.next();
      }
      if (record == MessageDecoder.FAILED) {
        return ValueTape.NONE;
      }
      if (count == 1) {
        return tape.addScratchString(start + 1);
      }
      out.append((byte) ']');
      return tape.addScratchString(start);
    } catch (TransientException e) {
      // The rejection stands; the value's bytes say all there is to say.
      return ValueTape.NONE;
    } finally {
      decoder.end();
      records.release();
    }
  }
}
