package io.deltaingest.domain.ingest;

import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.StructType;

/** Why processing stopped before a message. What came before it is to be committed. */
sealed interface Halt {

  /** The stream can't go on. */
  record Failed(IngestException failure) implements Halt {}

  /** What is needed to read the message can't be had at present. */
  record Away(TransientException cause) implements Halt {}

  /**
   * The message has values that the table has no column for.
   *
   * @param wanted what this message and those after it in the poll need
   */
  record Grow(StructType wanted) implements Halt {}
}
