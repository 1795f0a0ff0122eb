package io.deltaingest.testkit.sim;

/** A row of the table or of the dead-letter table: which message it was made of. */
record SimRow(int partition, long offset, long serial) {}
