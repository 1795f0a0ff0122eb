package io.deltaingest.testkit.sim;

/**
 * A row of the table or of the dead-letter table: which message it was made of.
 *
 * @param column the column beyond those of every table that it has a value for, or null
 */
record SimRow(int partition, long offset, long serial, String column) {}
