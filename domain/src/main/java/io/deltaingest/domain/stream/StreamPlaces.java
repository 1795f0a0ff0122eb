package io.deltaingest.domain.stream;

import io.deltaingest.domain.stream.StreamConfig.DeadLetters;

/**
 * A stream and where its tables are. Making one looks at the file system, which may block; what is
 * compared later does not.
 *
 * @param deadLetters nowhere where the stream has no dead-letter table
 */
record StreamPlaces(StreamConfig config, TableLocation table, TableLocation deadLetters) {

  static StreamPlaces of(StreamConfig config) {
    return new StreamPlaces(
        config,
        TableLocation.of(config.table().location()),
        TableLocation.of(config.deadLetters().map(DeadLetters::location).orElse("")));
  }

  /** The same stream in another state. */
  StreamPlaces with(StreamConfig changed) {
    return new StreamPlaces(changed, table, deadLetters);
  }
}
