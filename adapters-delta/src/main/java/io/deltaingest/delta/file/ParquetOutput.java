package io.deltaingest.delta.file;

import io.deltaingest.delta.store.DataFileOutput;
import java.io.IOException;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A data file as Parquet's writer sees it. Closing the stream leaves the file open: it is finished
 * elsewhere.
 */
final class ParquetOutput implements OutputFile {

  private final DataFileOutput file;

  ParquetOutput(DataFileOutput file) {
    this.file = file;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return new PositionOutputStream() {
      private final byte[] single = new byte[1];

      @Override
      public long getPos() {
        return file.position();
      }

      @Override
      public void write(int value) throws IOException {
        single[0] = (byte) value;
        file.write(single, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        file.write(bytes, offset, length);
      }
    };
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return create(blockSizeHint);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }
}
