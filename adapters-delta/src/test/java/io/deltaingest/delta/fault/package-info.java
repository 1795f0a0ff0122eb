/**
 * A file system that fails where a test says, one call at a time, and what must be true of a table
 * whatever call failed. Its paths go where real ones go, so that the storage under test is the real
 * one, down to each system call.
 */
package io.deltaingest.delta.fault;
