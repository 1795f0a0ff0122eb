package io.deltaingest.delta.standalone;

import io.deltaingest.delta.log.DeltaTableLogSuite;
import io.deltaingest.delta.log.SnapshotReader;
import io.deltaingest.delta.store.TableStorage;

/** The log that delta-standalone reads. */
class StandaloneTableLogTest extends DeltaTableLogSuite {

  @Override
  protected SnapshotReader reader(TableStorage storage) {
    return new StandaloneReader(storage);
  }
}
