package io.deltaingest.kafka;

import java.util.Map;

class BrokerAssignedSourceTest extends KafkaSourceContract {

  @Override
  protected Map<String, String> settings() {
    return Map.of("group.protocol", "consumer");
  }
}
