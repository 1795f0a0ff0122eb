package io.deltaingest.launcher.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HeapBudgetTest {

  private static final long MIB = 1 << 20;

  /** A worker that says what it holds. */
  private static final class Worker {
    private final AtomicLong held = new AtomicLong();
    private final HeapBudget.Share share;

    Worker(HeapBudget budget) {
      share = budget.join("stream");
      share.measureBy(held::get);
    }
  }

  private long nanos;

  /** Each look at this clock is a second after the one before. */
  private long later() {
    nanos += 1_000_000_000L;
    return nanos;
  }

  @Test
  void shouldAddUpWhatAllHoldOnlyNowAndThen() {
    AtomicLong now = new AtomicLong();
    HeapBudget budget = new HeapBudget(400 * MIB, 3 * 400 * MIB, 2, now::get);
    List<Worker> workers = workers(budget, 2);
    long before = workers.get(0).share.limitBytes();
    workers.get(1).held.set(200 * MIB);

    assertThat(workers.get(0).share.limitBytes()).isEqualTo(before);
    now.addAndGet(10_000_000L);
    assertThat(workers.get(0).share.limitBytes()).isEqualTo(before - 125 * MIB);
    new Worker(budget);
    assertThat(workers.get(0).share.limitBytes()).isLessThan(before - 125 * MIB);
  }

  @Test
  void shouldGiveTheOnlyWorkerEverything() {
    Worker worker = new Worker(new HeapBudget(100 * MIB, 3 * 100 * MIB, 1, this::later));

    assertThat(worker.share.limitBytes()).isEqualTo(75 * MIB);
    assertThat(worker.share.fetchBytes()).isEqualTo(25 * MIB);
    assertThat(worker.share.commitBytes()).isBetween(50 * MIB, 70 * MIB);
  }

  @Test
  void shouldGiveTheBusyOneAmongManyIdleMoreThanHalf() {
    HeapBudget budget = new HeapBudget(400 * MIB, 3 * 400 * MIB, 21, this::later);
    List<Worker> workers = workers(budget, 21);
    workers.forEach(worker -> worker.held.set(100_000));

    assertThat(workers.get(0).share.limitBytes()).isBetween(150 * MIB, 160 * MIB);

    // it takes what it may: the others still have their own
    workers.get(0).held.set(workers.get(0).share.limitBytes());
    assertThat(workers.get(1).share.limitBytes()).isEqualTo(300 * MIB / 2 / 21);
  }

  @Test
  void shouldShareEvenlyWhenAllAreBusy() {
    HeapBudget budget = new HeapBudget(400 * MIB, 3 * 400 * MIB, 10, this::later);
    List<Worker> workers = workers(budget, 10);

    for (int round = 0; round < 1_000; round++) {
      for (Worker worker : workers) {
        if (worker.held.get() + MIB <= worker.share.limitBytes()) {
          worker.held.addAndGet(MIB);
        }
      }
    }

    for (Worker worker : workers) {
      assertThat(worker.held.get()).isBetween(20 * MIB, 40 * MIB);
    }
    assertThat(sum(workers)).isBetween(250 * MIB, 300 * MIB);
  }

  @Test
  void shouldNeverPromiseMoreThanThereIs() {
    HeapBudget budget = new HeapBudget(400 * MIB, 3 * 400 * MIB, 5, this::later);
    List<Worker> workers = workers(budget, 5);
    Random random = new Random(5);

    for (int step = 0; step < 100_000; step++) {
      Worker worker = workers.get(random.nextInt(workers.size()));
      long limit = worker.share.limitBytes();
      if (worker.held.get() >= limit || random.nextInt(200) == 0) {
        worker.held.set(0);
      } else {
        worker.held.set(Math.min(limit, worker.held.get() + random.nextInt(8 << 20)));
      }
      assertThat(sum(workers)).isLessThanOrEqualTo(300 * MIB);
    }
  }

  @Test
  void shouldServeHundredsOfNearlyIdleStreams() {
    HeapBudget budget = new HeapBudget(HeapBudget.defaultBytes(1 << 30), 1 << 30, 300);
    List<Worker> workers = workers(budget, 300);

    assertThat(workers.get(299).share.fetchBytes()).isBetween(200_000L, 400_000L);
    assertThat(workers.get(7).share.limitBytes()).isGreaterThan(100 * MIB);
  }

  @Test
  void shouldGiveTheSpaceOfWorkersThatLeftToTheOthers() {
    HeapBudget budget = new HeapBudget(100 * MIB, 3 * 100 * MIB, 1, this::later);
    Worker stays = new Worker(budget);
    Worker leaves = new Worker(budget);
    leaves.held.set(40 * MIB);
    assertThat(stays.share.limitBytes()).isLessThan(40 * MIB);

    leaves.share.close();

    assertThat(stays.share.limitBytes()).isEqualTo(75 * MIB);
    assertThat(new Worker(budget).share.fetchBytes()).isEqualTo(25 * MIB / 2);
  }

  @Test
  void shouldLetHugeMessagesWaitUntilThereIsRoomForThem() throws InterruptedException {
    // given: three quarters of 240 MiB, less what the program takes
    HeapBudget budget = new HeapBudget(80 * MIB, 240 * MIB, 3);
    List<Worker> workers = workers(budget, 3);
    workers.get(0).share.admit(20 * MIB);

    // when: three are fetched, or about to be, and one is worked on; another would be too much
    Thread second = new Thread(() -> workers.get(1).share.admit(20 * MIB));
    second.start();
    second.join(300);

    // then
    assertThat(second.isAlive()).isTrue();
    workers.get(0).share.release();
    second.join(10_000);
    assertThat(second.isAlive()).isFalse();
  }

  @Test
  void shouldHaveOthersCommitWhatAHugeMessageWaitsFor() throws InterruptedException {
    HeapBudget budget = new HeapBudget(120 * MIB, 240 * MIB, 3);
    List<Worker> workers = workers(budget, 3);
    Worker holder = workers.get(0);
    holder.held.set(40 * MIB);
    assertThat(holder.share.commitBytes()).isGreaterThan(40 * MIB);

    Thread waiting = new Thread(() -> workers.get(1).share.admit(20 * MIB));
    waiting.start();
    waiting.join(300);

    assertThat(waiting.isAlive()).isTrue();
    assertThat(holder.share.commitBytes()).isEqualTo(10 * MIB);
    holder.held.set(0);
    waiting.join(10_000);
    assertThat(waiting.isAlive()).isFalse();
    assertThat(holder.share.commitBytes()).isGreaterThan(40 * MIB);
  }

  @Test
  void shouldNotExpectHugeMessagesOfOtherStreams() {
    HeapBudget budget = new HeapBudget(80 * MIB, 240 * MIB, 20);
    for (int i = 0; i < 18; i++) {
      budget.join("small " + i);
    }
    HeapBudget.Share one = budget.join("large");
    HeapBudget.Share other = budget.join("also large");

    one.admit(15 * MIB);
    other.admit(15 * MIB);

    one.release();
    other.release();
  }

  @Test
  void shouldRefuseAMessageThatTheHeapNeverHasRoomFor() {
    Worker worker = new Worker(new HeapBudget(80 * MIB, 240 * MIB, 1));
    worker.share.admit(35 * MIB);
    worker.share.release();

    assertThatThrownBy(() -> worker.share.admit(40 * MIB))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("41943040 bytes is too large")
        .hasMessageContaining("With 1 worker about 256 MB")
        .hasMessageContaining("the heap has 240 MB")
        .hasMessageContaining("more heap (KDI_HEAP), or run fewer workers");
  }

  /** Four streams happen to meet such messages at once: one after the other is worked on. */
  @Test
  void shouldRefuseNoMessageForThoseOfOtherStreams() throws InterruptedException {
    HeapBudget budget = new HeapBudget(170 * MIB, 512 * MIB, 4);
    List<HeapBudget.Share> shares = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      shares.add(budget.join("stream " + i));
    }
    AtomicInteger done = new AtomicInteger();
    AtomicReference<Throwable> refused = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (HeapBudget.Share share : shares) {
      Thread thread =
          new Thread(
              () -> {
                share.admit(60 * MIB);
                done.incrementAndGet();
                share.release();
              });
      thread.setUncaughtExceptionHandler((failed, why) -> refused.set(why));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join(20_000);
    }

    assertThat(refused.get()).isNull();
    assertThat(done.get()).isEqualTo(4);
  }

  private static List<Worker> workers(HeapBudget budget, int count) {
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      workers.add(new Worker(budget));
    }
    return workers;
  }

  private static long sum(List<Worker> workers) {
    return workers.stream().mapToLong(worker -> worker.held.get()).sum();
  }
}
