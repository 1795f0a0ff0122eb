package io.deltaingest.kafka;

import java.util.Map;

class RangeAssignedSourceTest extends KafkaSourceContract {

  @Override
  protected Map<String, String> settings() {
    return Map.of("heartbeat.interval.ms", "100");
  }
}
