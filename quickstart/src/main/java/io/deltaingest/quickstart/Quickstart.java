package io.deltaingest.quickstart;

import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The program behind {@code bin/quickstart}. The system property {@code kdi.jar} says where the
 * launcher's jar is. Exit codes: 0 when every message is in the table and other readers agree, 2
 * for a mistake in the arguments, 1 for anything else.
 */
@Command(
    name = "quickstart",
    description = {
      "Starts a Kafka broker, fills a topic, ingests it into a Delta table with the real launcher,",
      "and reads the table back with other readers."
    })
public final class Quickstart implements Callable<Integer> {

  private static final String LOGGING = "io/deltaingest/quickstart/logback.xml";
  private static final long END_SECONDS = 90;

  /** More than {@code BitSet} can index would need another way to check them. */
  private static final long MOST_MESSAGES = 1_000_000_000;

  private final Console console;
  private final EndSignal end;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and end.")
  @SuppressWarnings("UnusedVariable") // picocli itself acts on it
  private boolean help;

  @Option(
      names = "--once",
      description = "End when every message is in the table; without it, messages keep coming.")
  private boolean once;

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "200000",
      description = "How many messages to load (default: ${DEFAULT-VALUE}).")
  private long messages;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Work in this new folder and leave it; without it, in one that is deleted.")
  private Path keep;

  /**
   * @param end what will interrupt this thread
   */
  Quickstart(Console console, EndSignal end) {
    this.console = console;
    this.end = end;
  }

  /** Runs until it is done or the process is told to end. */
  public static void main(String[] args) {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", LOGGING);
    }
    CountDownLatch done = new CountDownLatch(1);
    EndSignal end = new EndSignal(Thread.currentThread());
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> endInOrder(end, done), "quickstart-shutdown"));
    int exitCode = 1;
    try {
      exitCode = execute(new Quickstart(Console.ofProcess(), end), args);
    } finally {
      done.countDown();
    }
    System.exit(exitCode);
  }

  /** Ctrl-C or SIGTERM: the tour's own thread ends what it began, and the process waits for it. */
  private static void endInOrder(EndSignal end, CountDownLatch done) {
    if (done.getCount() == 0) {
      return;
    }
    // What the broker and its clients have to say of being interrupted is no news.
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logging) {
      logging.stop();
    }
    end.end();
    try {
      if (!done.await(END_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("The quickstart did not end within " + END_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As {@link #main}, in a process that goes on. */
  static int execute(Console console, String... args) {
    return execute(new Quickstart(console, new EndSignal(Thread.currentThread())), args);
  }

  private static int execute(Quickstart quickstart, String... args) {
    return new CommandLine(quickstart).execute(args);
  }

  @Override
  public Integer call() {
    if (messages < 1 || messages > MOST_MESSAGES) {
      console.line("--messages must be from 1 to " + MOST_MESSAGES + "; it is " + messages);
      return 2;
    }
    Path jar = Path.of(System.getProperty("kdi.jar", "launcher/target/kafka-delta-ingest.jar"));
    if (!Files.isRegularFile(jar)) {
      console.line(
          "There is no launcher at "
              + jar.toAbsolutePath()
              + ". Run bin/quickstart, which builds it, or give its path with -Dkdi.jar");
      return 2;
    }
    try (WorkFolder folder = keep == null ? WorkFolder.temporary() : WorkFolder.kept(keep)) {
      return run(new Tour(console, end, jar, messages, once), folder);
    } catch (TourException e) {
      console.line(e.getMessage());
      return 2;
    }
  }

  private int run(Tour tour, WorkFolder folder) {
    try {
      tour.run(folder);
      return 0;
    } catch (InterruptedException e) {
      return stopped();
    } catch (TourException e) {
      folder.keep();
      console.blank();
      console.line("FAILED: " + e.getMessage());
      console.line("All that was written is left in " + folder.root());
      return 1;
    } catch (RuntimeException | LinkageError e) {
      // An interrupt comes out of the broker and its clients in many forms; and some of its classes
      // can't be initialized in a process that is ending.
      if (end.isGiven()) {
        return stopped();
      }
      throw e;
    }
  }

  private int stopped() {
    console.line("Stopped before the end.");
    return 1;
  }
}
