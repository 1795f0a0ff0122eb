package io.deltaingest.delta.support;

import io.delta.kernel.internal.deletionvectors.Base85Codec;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * A file with one deletion vector, written by the letter of the protocol ("Deletion Vector Format")
 * and of the portable format of Roaring bitmaps.
 */
public final class DeletionVectorFile {

  private static final int MAGIC = 1681511377;
  private static final int COOKIE_WITHOUT_RUNS = 12346;
  private static final int OFFSET_IN_FILE = 1;

  private DeletionVectorFile() {}

  /**
   * Writes the file into the table's folder.
   *
   * @param rows positions in the data file, ascending, below 65536
   * @return the value of {@code add.deletionVector}, as JSON
   */
  public static String write(Path table, int... rows) {
    byte[] bitmap = bitmap(rows);
    UUID id = UUID.randomUUID();
    try (DataOutputStream file =
        new DataOutputStream(
            Files.newOutputStream(table.resolve("deletion_vector_" + id + ".bin")))) {
      CRC32 sum = new CRC32();
      sum.update(bitmap);
      file.writeByte(1);
      file.writeInt(bitmap.length);
      file.write(bitmap);
      file.writeInt((int) sum.getValue());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return "{\"storageType\":\"u\",\"pathOrInlineDv\":\""
        + Base85Codec.encodeUUID(id).replace("\\", "\\\\").replace("\"", "\\\"")
        + "\",\"offset\":"
        + OFFSET_IN_FILE
        + ",\"sizeInBytes\":"
        + bitmap.length
        + ",\"cardinality\":"
        + rows.length
        + "}";
  }

  private static byte[] bitmap(int... rows) {
    ByteBuffer bytes =
        ByteBuffer.allocate(32 + Short.BYTES * rows.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(MAGIC).putLong(1).putInt(0);
    bytes.putInt(COOKIE_WITHOUT_RUNS).putInt(1);
    bytes.putShort((short) 0).putShort((short) (rows.length - 1));
    bytes.putInt(16);
    for (int row : rows) {
      bytes.putShort((short) row);
    }
    return bytes.array();
  }
}
