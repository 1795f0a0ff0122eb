package io.deltaingest.formats.decode;

import io.deltaingest.formats.value.ValueTape;

/** Makes the decoders of a stream, one for each transformer. Immutable, shared by threads. */
public interface DecoderFactory {

  /** A decoder that puts its records on that tape. */
  MessageDecoder create(ValueTape tape);
}
