package io.deltaingest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.deltaingest.domain.port.IngestObserver.PollCounts;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StatsdSenderTest {

  private static final Duration SOON = Duration.ofMillis(20);

  private final Logger logger = (Logger) LoggerFactory.getLogger(StatsdSender.class);
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            warnings.add(event.getFormattedMessage());
          }
        }
      };

  @BeforeEach
  void listenToLog() {
    appender.start();
    logger.addAppender(appender);
  }

  @AfterEach
  void leaveLog() {
    logger.detachAppender(appender);
  }

  @Test
  void shouldKeepCountsUntilTheHostResolvesAndWarnOnce() throws Exception {
    // given a name that does not resolve at first
    AtomicInteger lookUps = new AtomicInteger();
    CountDownLatch known = new CountDownLatch(1);
    try (UdpListener daemon = new UdpListener();
        StatsdSender sender =
            new StatsdSender(
                new StatsdSettings("statsd.example", daemon.port(), "p", 10),
                SOON,
                SOON,
                host -> {
                  lookUps.incrementAndGet();
                  if (known.getCount() > 0) {
                    throw new UnknownHostException(host);
                  }
                  return InetAddress.getLoopbackAddress();
                })) {
      WorkerObserver worker = new StatsdMetrics(sender).worker();
      worker.commitStarted();
      worker.bufferLag(Map.of(0, 1L));
      await().until(() -> lookUps.get() >= 4);

      // when it does
      worker.commitStarted();
      known.countDown();

      // then nothing of the counts is lost; there was one warning, which names the host
      await().until(() -> daemon.sum("p.delta.write.started") == 2);
      assertThat(warnings).singleElement().asString().contains("statsd.example");
      assertThat(sender.dropped()).isEqualTo(4);
    }
  }

  @Test
  void shouldNeitherFailNorWarnWhenNobodyListens() throws Exception {
    // given a port that was just given back
    int port;
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (StatsdSender sender = sender(new StatsdSettings("localhost", port, "p", 1_000))) {
      WorkerObserver worker = new StatsdMetrics(sender).worker();

      // when
      for (int i = 0; i < 100; i++) {
        worker.fileWritten(i, 1);
        worker.polled(new PollCounts(1, 1, 0, 0, 0, 0, 1, 0));
      }
    }

    // then
    assertThat(warnings).isEmpty();
  }

  @Test
  void shouldNotHoldItsCallerWhileANameIsLookedUp() throws Exception {
    // given a resolver that hangs
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    StatsdSender sender =
        new StatsdSender(
            new StatsdSettings("slow.example", 8125, "p", 2),
            SOON,
            SOON,
            host -> {
              asked.countDown();
              awaitUninterruptibly(answer);
              return InetAddress.getLoopbackAddress();
            });
    WorkerObserver worker = new StatsdMetrics(sender).worker();
    worker.fileWritten(1, 1);
    asked.await();

    // when more is reported than the queue takes
    for (int i = 0; i < 10; i++) {
      worker.fileWritten(i, 1);
      worker.commitStarted();
    }

    // then the calls came back, and what was too much is dropped
    assertThat(sender.dropped()).isEqualTo(8);
    answer.countDown();
    sender.close();
  }

  @Test
  void shouldWarnOfDropsWithTheRemedy() throws Exception {
    try (UdpListener daemon = new UdpListener();
        StatsdSender sender = sender(new StatsdSettings("localhost", daemon.port(), "p", 1))) {
      WorkerObserver worker = new StatsdMetrics(sender).worker();
      for (int i = 0; i < 10_000; i++) {
        worker.fileWritten(i, 1);
      }

      await()
          .untilAsserted(
              () ->
                  assertThat(warnings)
                      .singleElement()
                      .asString()
                      .contains("dropped", "KDI_METRICS_INPUT_QUEUE_SIZE"));
    }
  }

  @Test
  void shouldEndItsThreadWhenClosed() throws Exception {
    StatsdSender sender = sender(new StatsdSettings("localhost", 8125, "p", 10));

    sender.close();
    sender.close();

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("statsd-sender"));
  }

  private static StatsdSender sender(StatsdSettings settings) throws Exception {
    return new StatsdSender(settings, SOON, SOON, InetAddress::getByName);
  }

  static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
