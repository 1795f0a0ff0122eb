package io.deltaingest.delta.support;

import io.deltaingest.delta.store.DataFileOutput;
import io.deltaingest.delta.store.DataStorage;
import io.deltaingest.delta.store.LogStorage;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.error.IngestException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A table's storage that notes which data files are opened. */
public final class WatchedStorage implements TableStorage {

  private final TableStorage storage;
  private final Queue<String> opened = new ConcurrentLinkedQueue<>();

  public WatchedStorage(TableStorage storage) {
    this.storage = storage;
  }

  /** The paths of the data files that were opened since the last call. */
  public List<String> takeOpened() {
    List<String> taken = List.copyOf(opened);
    opened.clear();
    return taken;
  }

  @Override
  public String location() {
    return storage.location();
  }

  @Override
  public String key() {
    return storage.key();
  }

  @Override
  public LogStorage log() {
    return storage.log();
  }

  @Override
  public DataStorage data() {
    DataStorage data = storage.data();
    return new DataStorage() {
      @Override
      public DataFileOutput create(String path) throws IOException {
        return data.create(path);
      }

      @Override
      public SeekableByteChannel open(String path) throws IOException {
        opened.add(path);
        return data.open(path);
      }

      @Override
      public void syncFolders(Collection<String> paths) throws IOException {
        data.syncFolders(paths);
      }

      @Override
      public void delete(String path) throws IOException {
        data.delete(path);
      }
    };
  }

  @Override
  public void checkWritable() {
    storage.checkWritable();
  }

  @Override
  public IngestException explain(String doing, IOException failure) {
    return storage.explain(doing, failure);
  }
}
