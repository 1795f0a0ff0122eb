package io.deltaingest.metrics;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends metrics over UDP, one a datagram, on one daemon thread of its own. Callers of {@link
 * #offer} never wait and never see a failure: what the bounded queue does not take is dropped,
 * counted, and reported once a minute. Sources are asked once a period, and once more when they are
 * removed or the sender is closed.
 *
 * <p>The socket is not connected: nobody need listen. A host that does not resolve is warned of
 * once and tried again every 30 s; until then queued metrics are dropped and sources keep their
 * counts. One that does is looked up again every minute, since daemons move.
 */
public final class StatsdSender implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StatsdSender.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final long LOOK_UP_AGAIN = TimeUnit.SECONDS.toNanos(60);
  private static final long RETRY_LOOK_UP = TimeUnit.SECONDS.toNanos(30);
  private static final long REPORT_DROPS = TimeUnit.SECONDS.toNanos(60);
  private static final long CLOSE_MILLIS = 2_000;

  private final StatsdSettings settings;
  private final Resolver resolver;
  private final long period;
  private final long retryLookUp;
  private final BlockingQueue<String> queue;
  private final Set<StatsdSource> sources = ConcurrentHashMap.newKeySet();
  private final Set<StatsdSource> removed = ConcurrentHashMap.newKeySet();
  private final LongAdder dropped = new LongAdder();
  private final DatagramSocket socket;
  private final Thread thread;
  private volatile boolean closed;

  // Owned by the sender's thread.
  private InetSocketAddress destination;
  private boolean warnedOfHost;
  private boolean warnedOfSocket;
  private long nextLookUp = System.nanoTime();
  private long nextDropReport = System.nanoTime();
  private long droppedReported;

  /** Looks a name up. Blocks. */
  interface Resolver {
    InetAddress resolve(String host) throws UnknownHostException;
  }

  /**
   * Starts the thread. The owner closes the sender after the observers that use it.
   *
   * @throws IOException when the system has no UDP socket to give
   */
  public StatsdSender(StatsdSettings settings) throws IOException {
    this(settings, PERIOD, Duration.ofNanos(RETRY_LOOK_UP), InetAddress::getByName);
  }

  StatsdSender(StatsdSettings settings, Duration period, Duration retryLookUp, Resolver resolver)
      throws IOException {
    this.settings = settings;
    this.resolver = resolver;
    this.period = period.toNanos();
    this.retryLookUp = retryLookUp.toNanos();
    this.queue = new ArrayBlockingQueue<>(settings.queueSize());
    this.socket = new DatagramSocket();
    this.thread = new Thread(this::run, "statsd-sender");
    thread.setDaemon(true);
    thread.start();
  }

  StatsdSettings settings() {
    return settings;
  }

  /** Queues one metric, or drops it. Any thread; does not wait. */
  void offer(String line) {
    if (!queue.offer(line)) {
      dropped.increment();
    }
  }

  /** Metrics dropped so far. */
  public long dropped() {
    return dropped.sum();
  }

  void add(StatsdSource source) {
    sources.add(source);
  }

  /** The source is asked a last time, soon. */
  void remove(StatsdSource source) {
    if (sources.contains(source)) {
      removed.add(source);
    }
  }

  /** Sends what is held and ends the thread; waits 2 s for it at most. Any thread. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    socket.close();
  }

  private void run() {
    long nextPeriod = System.nanoTime() + period;
    while (!closed) {
      try {
        String line = queue.poll(nextPeriod - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (line != null) {
          sendQueued(line);
        }
      } catch (InterruptedException e) {
        continue; // Only close() interrupts.
      }
      if (nextPeriod - System.nanoTime() <= 0) {
        askSources();
        reportDrops();
        nextPeriod = System.nanoTime() + period;
      }
    }
    for (String line = queue.poll(); line != null; line = queue.poll()) {
      sendQueued(line);
    }
    askSources();
  }

  private void sendQueued(String line) {
    if (!send(line)) {
      dropped.increment();
    }
  }

  private void askSources() {
    for (Iterator<StatsdSource> each = sources.iterator(); each.hasNext(); ) {
      StatsdSource source = each.next();
      // Looked at before the source is asked: what is added after its removal is not missed.
      boolean last = removed.contains(source);
      try {
        source.send(this::send);
      } catch (RuntimeException e) {
        LOG.warn("A source of statsd metrics failed and is left out from now on", e);
        last = true;
      }
      if (last) {
        each.remove();
        removed.remove(source);
      }
    }
  }

  private boolean send(String line) {
    InetSocketAddress to = destination();
    if (to == null) {
      return false;
    }
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, to));
      return true;
    } catch (IOException e) {
      if (!warnedOfSocket) {
        warnedOfSocket = true;
        LOG.warn(
            "Statsd metrics can't be sent to {}: {}. Ingesting goes on; the next failures are not"
                + " logged",
            to,
            e.getMessage());
      }
      return false;
    }
  }

  private InetSocketAddress destination() {
    long now = System.nanoTime();
    if (nextLookUp - now > 0) {
      return destination;
    }
    try {
      destination = new InetSocketAddress(resolver.resolve(settings.host()), settings.port());
      nextLookUp = now + LOOK_UP_AGAIN;
      if (warnedOfHost) {
        warnedOfHost = false;
        LOG.info("The statsd host {} resolves now; metrics are sent", settings.host());
      }
    } catch (UnknownHostException e) {
      // An address known from before stays in use.
      nextLookUp = now + retryLookUp;
      if (!warnedOfHost) {
        warnedOfHost = true;
        LOG.warn(
            "The statsd host {} does not resolve. Ingesting goes on {}; it is looked up again"
                + " every {} s. Check --statsd_endpoint",
            settings.host(),
            destination == null ? "without statsd metrics" : "with the address known from before",
            TimeUnit.NANOSECONDS.toSeconds(retryLookUp));
      }
    }
    return destination;
  }

  private void reportDrops() {
    long total = dropped.sum();
    if (destination == null) {
      droppedReported = total; // The warning of the host has said it.
      return;
    }
    if (total == droppedReported || nextDropReport - System.nanoTime() > 0) {
      return;
    }
    LOG.warn(
        "{} statsd gauges and timings were dropped because the queue of {} was full. Counts are"
            + " complete. A larger {} keeps more",
        total - droppedReported,
        settings.queueSize(),
        StatsdSettings.QUEUE_SIZE);
    droppedReported = total;
    nextDropReport = System.nanoTime() + REPORT_DROPS;
  }
}
