package io.deltaingest.formats.decode.avro;

import io.deltaingest.formats.value.LogicalType;
import io.deltaingest.formats.value.Utf8;
import io.deltaingest.formats.value.ValueTape;

/** Values without parts, promotions included. */
final class ScalarReaders {

  private ScalarReaders() {}

  /** Of one primitive type, of bytes of a fixed length, or of an enumeration. */
  abstract static non-sealed class Scalar extends DatumReader {}

  /** Another reader's values, which stand for something. */
  static final class MarkedReader extends Scalar {

    private final DatumReader values;
    private final LogicalType type;
    private final int scale;

    MarkedReader(DatumReader values, LogicalType type, int scale) {
      this.values = values;
      this.type = type;
      this.scale = scale;
    }

    @Override
    int read(AvroInput in, ValueTape tape) {
      return tape.mark(values.read(in, tape), type, scale);
    }

    @Override
    void skip(AvroInput in) {
      values.skip(in);
    }
  }

  static final class NullReader extends Scalar {
    @Override
    int read(AvroInput in, ValueTape tape) {
      return tape.addNull();
    }

    @Override
    void skip(AvroInput in) {
      in.spend(1);
    }
  }

  static final class BooleanReader extends Scalar {
    @Override
    int read(AvroInput in, ValueTape tape) {
      return tape.addBoolean(in.readBoolean());
    }

    @Override
    void skip(AvroInput in) {
      in.readBoolean();
    }
  }

  static final class IntReader extends Scalar {
    @Override
    int read(AvroInput in, ValueTape tape) {
      return tape.addInteger(in.readInt());
    }

    @Override
    void skip(AvroInput in) {
      in.readInt();
    }
  }

  static final class LongReader extends Scalar {
    @Override
    int read(AvroInput in, ValueTape tape) {
      return tape.addInteger(in.readLong());
    }

    @Override
    void skip(AvroInput in) {
      in.readLong();
    }
  }

  /** An int or long that is promoted to float or double. */
  static final class WholeAsFloatingReader extends Scalar {

    private final boolean single;

    WholeAsFloatingReader(boolean single) {
      this.single = single;
    }

    @Override
    int read(AvroInput in, ValueTape tape) {
      long value = in.readLong();
      return single ? tape.addFloat((float) value) : tape.addDouble((double) value);
    }

    @Override
    void skip(AvroInput in) {
      in.readLong();
    }
  }

  static final class FloatReader extends Scalar {

    private final boolean promoted;

    FloatReader(boolean promoted) {
      this.promoted = promoted;
    }

    @Override
    int read(AvroInput in, ValueTape tape) {
      float value = in.readFloat();
      return promoted ? tape.addDouble(value) : tape.addFloat(value);
    }

    @Override
    void skip(AvroInput in) {
      in.skip(Float.BYTES);
    }
  }

  static final class DoubleReader extends Scalar {
    @Override
    int read(AvroInput in, ValueTape tape) {
      return tape.addDouble(in.readDouble());
    }

    @Override
    void skip(AvroInput in) {
      in.skip(Double.BYTES);
    }
  }

  static final class BytesReader extends Scalar {
    @Override
    int read(AvroInput in, ValueTape tape) {
      int length = in.readLength();
      return tape.addBytes(in.skip(length), length);
    }

    @Override
    void skip(AvroInput in) {
      in.skip(in.readLength());
    }
  }

  static final class FixedReader extends Scalar {

    private final int size;

    FixedReader(int size) {
      this.size = size;
    }

    @Override
    int read(AvroInput in, ValueTape tape) {
      return tape.addBytes(in.skip(size), size);
    }

    @Override
    void skip(AvroInput in) {
      in.skip(size);
    }
  }

  static final class StringReader extends Scalar {
    @Override
    int read(AvroInput in, ValueTape tape) {
      int length = in.readLength();
      return tape.addString(text(in, length), length);
    }

    @Override
    void skip(AvroInput in) {
      in.skip(in.readLength());
    }

    /** Passes over text of that length and returns where it begins. */
    static int text(AvroInput in, int length) {
      int start = in.skip(length);
      if (!Utf8.isValid(in.bytes(), start, length)) {
        throw new MalformedAvroException("invalid-utf8", "a string is no UTF-8");
      }
      return start;
    }
  }

  /** Symbols, by their numbers among the schema's names; {@link #UNKNOWN} has none. */
  static final class EnumReader extends Scalar {

    static final int UNKNOWN = -1;

    private final int[] names;

    EnumReader(int[] names) {
      this.names = names;
    }

    @Override
    int read(AvroInput in, ValueTape tape) {
      int name = names[symbol(in)];
      if (name == UNKNOWN) {
        throw MalformedAvroException.unresolvable("the reader's enum has no such symbol");
      }
      return tape.addName(name);
    }

    @Override
    void skip(AvroInput in) {
      symbol(in);
    }

    private int symbol(AvroInput in) {
      int symbol = in.readInt();
      if (symbol < 0 || symbol >= names.length) {
        throw MalformedAvroException.invalid(
            "an enum of " + names.length + " symbols has none of number " + symbol);
      }
      return symbol;
    }
  }

  /** What a writer may write and a reader can't take; it fails when it is met. */
  static final class UnresolvableReader extends Scalar {

    private final String reason;

    UnresolvableReader(String reason) {
      this.reason = reason;
    }

    @Override
    int read(AvroInput in, ValueTape tape) {
      throw MalformedAvroException.unresolvable(reason);
    }

    @Override
    void skip(AvroInput in) {
      throw MalformedAvroException.unresolvable(reason);
    }
  }
}
