package io.deltaingest.formats.decode;

import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.formats.value.ValueTape;

/**
 * Reads the records of one value after the other: {@link #begin}, {@link #next} until it answers
 * {@link ValueTape#NONE} or {@link #FAILED}, {@link #end}. Single-threaded. The same bytes always
 * give the same records.
 */
public interface MessageDecoder {

  /** The bytes are no message of the format; {@link #rejection} says why. */
  int FAILED = -2;

  /**
   * Aims the decoder at a value, which stays as it is until {@link #end}.
   *
   * @throws io.deltaingest.domain.error.TransientException when what is needed to read it can't be
   *     had at present; the same message is to be tried again later
   * @throws io.deltaingest.domain.error.ConfigurationException when it never can be had
   */
  void begin(ByteSlice value);

  /**
   * Resets the tape that the decoder was made with, and puts the next record on it.
   *
   * @return the record's node, an object (of a key: any value); {@link ValueTape#NONE} after the
   *     last one; or {@link #FAILED}, after which nothing more is read
   */
  int next();

  /**
   * The columns that the schema of the latest record declares, nullable at any depth; null where
   * messages have no schema. Valid between {@link #next} and {@link #end}. Allocates.
   */
  default StructType declaredColumns() {
    return null;
  }

  /** Why {@link #next} failed; valid until {@link #end}. Allocates. */
  Rejection rejection();

  /** Lets go of the value. After every {@link #begin}, even one that threw. */
  void end();
}
