package io.deltaingest.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A broker in a process of its own. Arguments: the port (0: a free one) and the folder of its data;
 * without them a free port and a temporary folder. Prints {@code ready HOST:PORT} on standard
 * output once it takes requests, and ends when standard input does (so it does not outlive the
 * process that started it) or on SIGTERM.
 */
public final class EmbeddedKafkaMain {

  /** What the line on standard output begins with, before the bootstrap address. */
  static final String READY = "ready ";

  private EmbeddedKafkaMain() {}

  public static void main(String[] args) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    EmbeddedKafka kafka =
        args.length == 0
            ? EmbeddedKafka.start()
            : EmbeddedKafka.start(Path.of(args[1]), Integer.parseInt(args[0]));
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  kafka.close();
                  ended.countDown();
                },
                "broker-shutdown"));
    out.println(READY + kafka.bootstrapServers());
    Thread input = new Thread(() -> exitAtEnd(System.in), "standard-input");
    input.setDaemon(true);
    input.start();
    ended.await();
  }

  private static void exitAtEnd(InputStream in) {
    try {
      while (in.read() >= 0) {
        // What is written there says nothing; only its end does.
      }
    } catch (IOException e) {
      // As good as the end.
    }
    System.exit(0);
  }
}
