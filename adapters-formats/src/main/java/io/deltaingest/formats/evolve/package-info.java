/**
 * What a table would have to be like to hold a message: columns that it lacks, types that are too
 * narrow. Off the hot path: looked at only for messages that the schema has no place for. One for
 * each transformer, on its thread.
 */
package io.deltaingest.formats.evolve;
