package io.deltaingest.delta.log;

import io.deltaingest.delta.store.TableStorage;

/** The log that Delta Kernel reads. */
class KernelTableLogTest extends DeltaTableLogSuite {

  @Override
  protected SnapshotReader reader(TableStorage storage) {
    return new KernelReader(storage);
  }
}
