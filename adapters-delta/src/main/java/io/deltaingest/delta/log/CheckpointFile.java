package io.deltaingest.delta.log;

import io.deltaingest.delta.store.LogFile;
import io.deltaingest.delta.store.LogStorage;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A Parquet file of the log as Parquet's reader wants it; only its footer is read. */
final class CheckpointFile implements InputFile {

  private final LogStorage log;
  private final LogFile file;

  private CheckpointFile(LogStorage log, LogFile file) {
    this.log = log;
    this.file = file;
  }

  /**
   * How many actions are in the file.
   *
   * @throws IOException when it is not there, or not a whole Parquet file
   */
  static long rows(LogStorage log, String name) throws IOException {
    LogFile file = log.find(name).orElseThrow(() -> new FileNotFoundException(name));
    try (ParquetFileReader reader = ParquetFileReader.open(new CheckpointFile(log, file))) {
      return reader.getRecordCount();
    } catch (RuntimeException damaged) {
      throw new IOException(name + " is not a whole Parquet file", damaged);
    }
  }

  /**
   * How many bytes of the file have to be in memory at once for all of it to be read.
   *
   * @throws IOException when it is not there, or not a whole Parquet file
   */
  static long largestRowGroup(LogStorage log, String name) throws IOException {
    LogFile file = log.find(name).orElseThrow(() -> new FileNotFoundException(name));
    try (ParquetFileReader reader = ParquetFileReader.open(new CheckpointFile(log, file))) {
      return reader.getRowGroups().stream()
          .mapToLong(BlockMetaData::getCompressedSize)
          .max()
          .orElse(0);
    } catch (RuntimeException damaged) {
      throw new IOException(name + " is not a whole Parquet file", damaged);
    }
  }

  @Override
  public long getLength() {
    return file.size();
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    ChannelInputStream in = new ChannelInputStream(log.open(file.name()));
    return new DelegatingSeekableInputStream(in) {
      @Override
      public long getPos() throws IOException {
        return in.getPos();
      }

      @Override
      public void seek(long position) throws IOException {
        in.seek(position);
      }
    };
  }
}
