package io.deltaingest.kafka;

import java.util.Map;

class CooperativelyAssignedSourceTest extends KafkaSourceContract {

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "partition.assignment.strategy", "cooperative-sticky", "heartbeat.interval.ms", "100");
  }
}
