package io.deltaingest.kafka;

/**
 * Which member of which group a consumer is.
 *
 * @param worker 0 to {@code workers - 1} within this process
 */
record GroupMember(String group, String topic, int worker, int workers) {

  /** The name, told from those of the other workers where there are any. */
  String distinct(String name) {
    return workers > 1 ? name + "-" + worker : name;
  }
}
