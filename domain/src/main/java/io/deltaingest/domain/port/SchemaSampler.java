package io.deltaingest.domain.port;

import io.deltaingest.domain.model.StructType;

/**
 * Works out which columns a table for a stream's messages should have: what their schemas declare
 * and what transforms set, and where nothing is declared, what the values are. Single-threaded.
 */
public interface SchemaSampler {

  /**
   * Looks at a message. One that can't be read, or that the transforms can't be applied to, adds
   * nothing.
   *
   * @return null when it was looked at, else what is wrong with it
   * @throws io.deltaingest.domain.error.TransientException when what is needed to read it can't be
   *     had at present
   */
  Rejection observe(Message message);

  /** The columns so far, in the order in which they came; nullable at any depth. */
  StructType columns();
}
