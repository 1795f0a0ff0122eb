package io.deltaingest.delta.sink;

import io.deltaingest.domain.stream.StreamConfig;

/** The same with delta-standalone as the log engine. */
class StandaloneTableSinkTest extends DeltaTableSinkTest {

  @Override
  StreamConfig.LogEngine engine() {
    return StreamConfig.LogEngine.STANDALONE;
  }
}
