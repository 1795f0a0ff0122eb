package io.deltaingest.formats.decode.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UninitializedMessageException;
import io.deltaingest.formats.value.ValueTape;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** Holds what is read onto the tape equal to what Protobuf's own library reads. */
class ProtobufRoundTripTest {

  private final ValueTape tape = new ValueTape();
  private final MessageReader reader = new MessageReader(tape);

  @Property(tries = 2000)
  void shouldReadWhatProtobufWrote(@ForAll long seed) throws InvalidProtocolBufferException {
    RandomProto random = new RandomProto(seed);
    Descriptor type = random.type();
    byte[] bytes = random.message(type).toByteArray();

    assertThat(read(type, bytes)).isEqualTo(expected(type, bytes));
  }

  /** Of two messages in a row, all that is singular is the last one's, and the rest is of both. */
  @Property(tries = 2000)
  void shouldMergeWhatComesTwice(@ForAll long seed) throws InvalidProtocolBufferException {
    RandomProto random = new RandomProto(seed);
    Descriptor type = random.type();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(random.message(type).toByteArray());
    bytes.writeBytes(random.message(type).toByteArray());

    assertThat(read(type, bytes.toByteArray())).isEqualTo(expected(type, bytes.toByteArray()));
  }

  /** A message of one type read as another: whatever is not of the type is passed over. */
  @Property(tries = 2000)
  void shouldPassOverWhatTheTypeDoesNotHave(@ForAll long seed) {
    RandomProto random = new RandomProto(seed);
    Descriptor type = random.type();
    byte[] bytes = random.message(random.type()).toByteArray();

    agree(type, bytes);
  }

  @Property(tries = 10_000)
  void shouldRefuseWhatProtobufRefuses(@ForAll long seed) {
    RandomProto random = new RandomProto(seed);
    Descriptor type = random.type();
    byte[] bytes = mutated(random.message(type).toByteArray(), new Random(seed));

    boolean readable = agree(type, bytes);

    Statistics.label("readable").collect(readable);
    Statistics.label("readable")
        .coverage(coverage -> coverage.check(false).percentage(share -> share > 10));
    Statistics.label("readable")
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 10));
  }

  /** Whether both read it; they read the same then. */
  private boolean agree(Descriptor type, byte[] bytes) {
    Object expected = null;
    String refusal = null;
    try {
      expected = expected(type, bytes);
    } catch (InvalidProtocolBufferException e) {
      refusal = String.valueOf(e.getMessage());
    } catch (UninitializedMessageException e) {
      // Of a part that a later one takes the place of: it does not matter, but to that library.
      return false;
    }
    try {
      Object read = read(type, bytes);
      assertThat(refusal).as("why what was read as %s is refused", read).isNull();
      assertThat(read).isEqualTo(expected);
      return true;
    } catch (MalformedProtobufException e) {
      // Ours looks into what a column could not take: times out of range, text that is none. And
      // Protobuf's library for Java does not see that a tenth byte asks for an eleventh.
      boolean stricter =
          e.errorClass().equals("invalid-utf8")
              || e.getMessage().contains("a google.protobuf.")
              || e.getMessage().contains("more than 10 bytes");
      assertThat(refusal == null && !stricter).as("refused: %s", e.getMessage()).isFalse();
      return false;
    }
  }

  private Object read(Descriptor type, byte[] bytes) {
    CompiledMessage compiled = MessageCompiler.compile(type);
    byte[] padded = new byte[bytes.length + 9];
    Arrays.fill(padded, (byte) 0x80);
    System.arraycopy(bytes, 0, padded, 3, bytes.length);
    return TapeValues.of(tape, reader.read(compiled, padded, 3, bytes.length));
  }

  private static Object expected(Descriptor type, byte[] bytes)
      throws InvalidProtocolBufferException {
    DynamicMessage message = DynamicMessage.parseFrom(type, bytes);
    return MessageValues.of(message);
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] changed = Arrays.copyOf(bytes, Math.max(0, bytes.length - random.nextInt(3)));
    for (int i = random.nextInt(3); i > 0 && changed.length > 0; i--) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
    }
    return changed;
  }
}
