/**
 * A world in memory for the ingest loop and the commit protocol, both the real ones: processes with
 * workers, a topic, a table and a dead-letter table, and a scheduler that picks from one seed who
 * moves next and what goes wrong. The same seed gives the same run. After every move the tables are
 * held against the topic. One thread.
 */
package io.deltaingest.testkit.sim;
