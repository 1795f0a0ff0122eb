package io.deltaingest.formats.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TapeCopyTest {

  @Test
  void shouldCopyEveryKindOfValueIndependentOfItsTape() {
    byte[] source = "name text 1.50".getBytes(UTF_8);
    ValueTape from = new ValueTape();
    from.reset(source);
    int object = from.addObject();
    from.setValue(from.addMember(object, 0, 4), from.addString(5, 4));
    from.setValue(from.addMember(object, new PropertyName("number")), from.addNumber(10, 4));
    from.setValue(from.addMember(object, new PropertyName("bytes")), from.addBytes(0, 4));
    from.setValue(from.addMember(object, new PropertyName("double")), from.addDouble(-2.5));
    from.setValue(from.addMember(object, new PropertyName("float")), from.addFloat(0.25f));
    int array = from.addArray();
    from.append(array, from.addInteger(Long.MIN_VALUE));
    from.append(array, from.addBoolean(true));
    from.append(array, from.addNull());
    from.setValue(from.addMember(object, new PropertyName("array")), array);
    String written = text(from, object);
    ValueTape to = new ValueTape();
    to.reset("other bytes".getBytes(UTF_8));

    int copy = to.addCopy(from, object);
    from.reset(new byte[0]);
    Arrays.fill(source, (byte) 'x');

    assertThat(text(to, copy)).isEqualTo(written);
    assertThat(to.kind(to.property(copy, new PropertyName("bytes")))).isEqualTo(ValueTape.BYTES);
    assertThat(to.kind(to.property(copy, new PropertyName("double")))).isEqualTo(ValueTape.DOUBLE);
  }

  private static String text(ValueTape tape, int node) {
    Utf8Buffer out = new Utf8Buffer(64);
    CompactJson.write(tape, node, out);
    return new String(out.array(), 0, out.length(), UTF_8);
  }
}
