package io.deltaingest.delta.store;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Collection;

/** The data files of one table. Paths are relative to the table, in plain text. Thread-safe. */
public interface DataStorage {

  /** Begins a new file and the folders on its way. */
  DataFileOutput create(String path) throws IOException;

  /**
   * Opens a finished file for reading at any position; the caller closes it.
   *
   * @throws java.nio.file.NoSuchFileException when it is not there
   */
  SeekableByteChannel open(String path) throws IOException;

  /** Makes finished files findable after a crash: what a file system keeps in folders. */
  void syncFolders(Collection<String> paths) throws IOException;

  /** Removes a file that no version refers to; nothing when it is not there. */
  void delete(String path) throws IOException;
}
