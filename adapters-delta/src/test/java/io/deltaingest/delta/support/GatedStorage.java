package io.deltaingest.delta.support;

import io.deltaingest.delta.store.DataFileOutput;
import io.deltaingest.delta.store.DataStorage;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.store.LogStorage;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.error.IngestException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A local table whose disk syncs no data file before the gate is opened. */
public final class GatedStorage implements TableStorage, DataStorage {

  private final LocalTableStorage local;
  private final AtomicInteger syncing = new AtomicInteger();
  private final AtomicInteger mostSyncing = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(1);

  public GatedStorage(Path folder) {
    local = new LocalTableStorage(folder);
  }

  public void openGate() {
    gate.countDown();
  }

  public void closeGate() {
    gate = new CountDownLatch(1);
  }

  /** The most files that were being synced at a time. */
  public int mostSyncing() {
    return mostSyncing.get();
  }

  /** The most files that were open at a time. */
  public int mostOpen() {
    return mostOpen.get();
  }

  @Override
  public SeekableByteChannel open(String path) throws IOException {
    return local.data().open(path);
  }

  @Override
  public DataFileOutput create(String path) throws IOException {
    DataFileOutput file = local.data().create(path);
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    return new DataFileOutput() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        file.write(bytes, offset, length);
      }

      @Override
      public long position() {
        return file.position();
      }

      @Override
      public long finish() throws IOException {
        mostSyncing.accumulateAndGet(syncing.incrementAndGet(), Math::max);
        try {
          gate.await();
          return file.finish();
        } catch (InterruptedException e) {
          throw new IOException(e);
        } finally {
          syncing.decrementAndGet();
          open.decrementAndGet();
        }
      }

      @Override
      public void abort() {
        open.decrementAndGet();
        file.abort();
      }
    };
  }

  @Override
  public void syncFolders(Collection<String> paths) {
    // Thousands of folders, whose syncing says nothing of memory.
  }

  @Override
  public void delete(String path) throws IOException {
    local.data().delete(path);
  }

  @Override
  public DataStorage data() {
    return this;
  }

  @Override
  public String location() {
    return local.location();
  }

  @Override
  public String key() {
    return local.key();
  }

  @Override
  public LogStorage log() {
    return local.log();
  }

  @Override
  public void checkWritable() {
    local.checkWritable();
  }

  @Override
  public IngestException explain(String doing, IOException failure) {
    return local.explain(doing, failure);
  }
}
