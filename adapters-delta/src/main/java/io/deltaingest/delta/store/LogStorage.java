package io.deltaingest.delta.store;

import io.deltaingest.domain.port.TableLog.PutResult;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;

/**
 * The {@code _delta_log} folder of one table. Names are relative to it ({@code
 * 00000000000000000007.json}, {@code _sidecars/x.parquet}). Thread-safe.
 */
public interface LogStorage {

  /** The folder's name in every table. */
  String FOLDER = "_delta_log";

  /** Whether the folder is there. */
  boolean exists() throws IOException;

  /** Makes the folder, and what is above it, durably; nothing when it is there. */
  void createFolder() throws IOException;

  /**
   * The files of the folder whose name is {@code name} or comes after it, in order of name.
   *
   * @throws java.io.FileNotFoundException when there is no folder
   */
  List<LogFile> listFrom(String name) throws IOException;

  /** The file of that name, if it is there. */
  Optional<LogFile> find(String name) throws IOException;

  /**
   * The whole file.
   *
   * @throws java.nio.file.NoSuchFileException when it is not there
   */
  byte[] read(String name) throws IOException;

  /**
   * Opens the file for reading at any position; the caller closes it.
   *
   * @throws java.nio.file.NoSuchFileException when it is not there
   */
  SeekableByteChannel open(String name) throws IOException;

  /**
   * Puts a file in place, whole and durably, if there is none of that name; other processes may try
   * at the same time. Says whose file is there in the end: {@code MINE} when it holds these bytes.
   *
   * @throws IOException when it is not known whether the request was carried out; the same bytes
   *     may then be put again
   */
  PutResult putIfAbsent(String name, byte[] content) throws IOException;

  /** Begins a file that appears under its name whole, or not at all. The caller closes it. */
  PendingLogFile begin(String name) throws IOException;

  /** Removes the file; false when there was none. */
  boolean delete(String name) throws IOException;

  /** Removes temporary files that crashed writers of ours left more than a day ago. */
  void sweep() throws IOException;
}
