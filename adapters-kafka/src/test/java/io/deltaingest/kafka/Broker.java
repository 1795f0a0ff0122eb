package io.deltaingest.kafka;

import io.deltaingest.testkit.EmbeddedKafka;
import io.deltaingest.testkit.KafkaFixture;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;

/** One broker, and one Vert.x, for all tests of this module that don't stop it. */
final class Broker {

  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final EmbeddedKafka KAFKA = EmbeddedKafka.start();
  private static final Vertx VERTX = Vertx.vertx();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  KAFKA.close();
                  var unused = VERTX.close();
                }));
  }

  private Broker() {}

  static String address() {
    return KAFKA.bootstrapServers();
  }

  static KafkaFixture fixture() {
    return KAFKA.fixture();
  }

  static KafkaSourceFactory sources() {
    return sources(1);
  }

  /** For a process that is to have that many. */
  static KafkaSourceFactory sources(int planned) {
    return new KafkaSourceFactory(VERTX, planned);
  }

  /** A name that nothing has yet. */
  static String newName(String prefix) {
    return prefix + "-" + NAMES.incrementAndGet();
  }
}
