package io.deltaingest.quickstart;

import io.deltaingest.quickstart.AdminApi.StreamProgress;
import io.deltaingest.testkit.KafkaFixture;
import io.deltaingest.testkit.WebRequests;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A trickle of messages, so that there is something to look at, until the thread is interrupted.
 */
final class LiveStream {

  private static final int MESSAGES_PER_SECOND = 50;
  private static final int SENDS_PER_SECOND = 5;

  private final Console console;
  private final EndSignal end;
  private final KafkaFixture kafka;
  private final WebRequests requests;
  private final int partitions;
  private long next;

  /**
   * @param next number of the first message
   */
  LiveStream(
      Console console,
      EndSignal end,
      KafkaFixture kafka,
      WebRequests requests,
      int partitions,
      long next) {
    this.console = console;
    this.end = end;
    this.kafka = kafka;
    this.requests = requests;
    this.partitions = partitions;
    this.next = next;
  }

  void run(WorkFolder folder, LauncherProcess launcher, AdminApi api) {
    console.step(
        "Try it", "%d messages a second keep coming; in another terminal:", MESSAGES_PER_SECOND);
    CurlLine.of(api, folder)
        .forEach(line -> console.step("  " + line.label(), "%s", line.command()));
    console.blank();
    console.step("", "Ctrl-C ends it.");
    try {
      long round = 0;
      while (true) {
        launcher.requireAlive();
        send();
        if (round++ % SENDS_PER_SECOND == 0) {
          StreamProgress now = api.progress(StreamConfigFiles.STREAM);
          console.progress("Live", "%s", now.line());
        }
        Thread.sleep(1000 / SENDS_PER_SECOND);
      }
    } catch (InterruptedException e) {
      // The user has seen enough: what follows is the end in good order, which waits too.
      console.blank();
    } catch (RuntimeException e) {
      // The interrupt may meet a send, which tells of it in its own way.
      if (!end.isGiven()) {
        throw e;
      }
      var unused = Thread.interrupted(); // What follows waits too, and must not meet the mark.
      console.blank();
    }
  }

  private void send() {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < MESSAGES_PER_SECOND / SENDS_PER_SECOND; i++) {
      int partition = (int) (next % partitions);
      records.add(new ProducerRecord<>(SampleTable.TOPIC, partition, null, requests.message(next)));
      next++;
    }
    kafka.produce(records);
  }
}
