package io.deltaingest.benchmarks;

import java.util.List;

/** One way of reading and writing the Delta log of one table. Not thread-safe. */
interface LogUnderTest {

  /** For the results. */
  String name();

  /**
   * Reads the newest version from scratch, as at a start: schema and the offset of every partition.
   * Later commits go on from there.
   *
   * @return the offsets by partition
   */
  List<Long> load();

  /**
   * One commit of some files and the next offsets, with everything that it takes: looking whether
   * somebody else has written, comparing the offsets, putting the version in place.
   */
  void commit(List<GeneratedActions.File> files, long offset);
}
