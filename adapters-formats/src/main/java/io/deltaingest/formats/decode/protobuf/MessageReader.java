package io.deltaingest.formats.decode.protobuf;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.deltaingest.formats.value.Utf8;
import io.deltaingest.formats.value.ValueTape;
import java.util.Arrays;

/**
 * Reads one message after the other onto a tape, without anything in between.
 *
 * <p>Fields come in any order and more than once, so that the values of a message are gathered by
 * field first, and become its members when all of it was seen. Of a field that is itself a message
 * only the places are noted until then: where it comes more than once, it is what all its places
 * have together (Protocol Buffers documentation, "Last One Wins"). Reused; not thread-safe.
 */
final class MessageReader {

  private static final int RETAINED_SIZE = 1 << 16;

  // A place is four ints: from, to, the next place of the same field, and, in the first one of a
  // field, the last one.
  private static final int PLACE_SIZE = 4;

  private final ValueTape tape;
  private final WellKnownValues wellKnown;
  private final WireInput in = new WireInput();

  /** The messages being read have a slot for each field: a node, or a place. */
  private int[] slots = new int[256];

  private int slotsUsed;
  private int[] places = new int[64 * PLACE_SIZE];
  private int placesUsed;

  /** The fields on the way to the value that is being read. */
  private final FieldPlan[] path = new FieldPlan[WireInput.MAX_DEPTH + 2];

  private int pathLength;

  /** Whether what is being read will not be there, since another field takes its place. */
  private boolean inReplaced;

  /** Whether a number that its enum does not have was read. */
  private boolean unknownNumber;

  MessageReader(ValueTape tape) {
    this.tape = tape;
    this.wellKnown = new WellKnownValues(tape);
  }

  /**
   * Resets the tape and reads the message onto it.
   *
   * @throws MalformedProtobufException when the bytes are no message of the type; it says where
   */
  int read(CompiledMessage message, byte[] bytes, int start, int length) {
    tape.reset(bytes);
    tape.useNames(message.names());
    in.aim(bytes, start, length);
    slotsUsed = 0;
    placesUsed = 0;
    pathLength = 0;
    inReplaced = false;
    try {
      return readMessage(message.plan(), start, start + length, 0);
    } catch (MalformedProtobufException e) {
      throw pathLength == 0
          ? e
          : new MalformedProtobufException(
              e.errorClass(), "field " + pathText() + ": " + e.getMessage());
    } finally {
      in.release();
      if (slots.length > RETAINED_SIZE) {
        slots = new int[256];
      }
      if (places.length > RETAINED_SIZE) {
        places = new int[64 * PLACE_SIZE];
      }
    }
  }

  private String pathText() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pathLength; i++) {
      text.append(i == 0 ? "" : ".").append(path[i].name());
    }
    return text.toString();
  }

  private int readMessage(MessagePlan plan, int start, int end, int depth) {
    int base = open(plan, depth);
    scan(plan, base, start, end, depth);
    return close(plan, base, depth);
  }

  /** Makes room for the values of a message, and returns where. */
  private int open(MessagePlan plan, int depth) {
    WireInput.checkDepth(depth);
    int count = plan.fields().length;
    int base = slotsUsed;
    slotsUsed += count;
    if (slotsUsed > slots.length) {
      slots = Arrays.copyOf(slots, Math.max(slotsUsed, 2 * slots.length));
    }
    Arrays.fill(slots, base, slotsUsed, ValueTape.NONE);
    return base;
  }

  private void scan(MessagePlan plan, int base, int start, int end, int depth) {
    in.moveTo(start, end);
    while (!in.isAtEnd()) {
      int tag = in.readTag();
      FieldPlan field = plan.find(WireInput.number(tag));
      if (field == null) {
        in.skipValue(tag, depth);
        continue;
      }
      path[pathLength++] = field;
      if (WireInput.type(tag) == field.wireType()) {
        readField(plan, field, base, depth);
      } else if (WireInput.type(tag) == WireInput.LEN && field.isPackable()) {
        readPacked(field, base);
      } else {
        in.skipValue(tag, depth);
      }
      pathLength--;
    }
  }

  private void readField(MessagePlan plan, FieldPlan field, int base, int depth) {
    int slot = base + field.slot();
    if (field.isMap()) {
      readEntry(field, slot, depth);
    } else if (field.isMessage()) {
      int from;
      int to;
      if (field.type() == FieldDescriptor.Type.GROUP) {
        from = in.position();
        to = in.skipGroup(field.number(), depth + 1);
      } else {
        int length = in.readLength();
        from = in.skip(length);
        to = in.position();
      }
      if (field.isRepeated()) {
        int position = in.position();
        int end = in.end();
        int element = readMessage(field.message(), from, to, depth + 1);
        in.moveTo(position, end);
        tape.append(array(slot), element);
      } else {
        addPlace(slot, from, to);
        clearOthers(plan, field, base, depth);
      }
    } else {
      int value = readScalar(field);
      if (value == ValueTape.NONE) {
        unknownNumber = true;
        return;
      }
      if (field.isRepeated()) {
        tape.append(array(slot), value);
      } else {
        slots[slot] = value;
        clearOthers(plan, field, base, depth);
      }
    }
  }

  private void readPacked(FieldPlan field, int base) {
    int length = in.readLength();
    int end = in.end();
    int array = array(base + field.slot());
    in.moveTo(in.position(), in.position() + length);
    while (!in.isAtEnd()) {
      int value = readScalar(field);
      if (value != ValueTape.NONE) {
        tape.append(array, value);
      }
    }
    in.moveTo(in.position(), end);
  }

  /** An entry is a message of a key, 1, and a value, 2. */
  private void readEntry(FieldPlan field, int slot, int depth) {
    MessagePlan entry = field.message();
    int length = in.readLength();
    int from = in.skip(length);
    int position = in.position();
    int end = in.end();
    int base = open(entry, depth + 1);
    unknownNumber = false;
    scan(entry, base, from, position, depth + 1);
    FieldPlan keys = entry.fields()[0];
    FieldPlan values = entry.fields()[1];
    int key = slots[base];
    int value = slots[base + 1];
    if (values.isMessage()) {
      path[pathLength++] = values;
      value = readPlaces(values, value, depth + 2);
      pathLength--;
    } else if (value == ValueTape.NONE && !unknownNumber) {
      value = addDefault(values);
    }
    slotsUsed = base;
    in.moveTo(position, end);
    if (value == ValueTape.NONE) {
      // As absent as such a number is elsewhere.
      return;
    }
    if (slots[slot] == ValueTape.NONE) {
      slots[slot] = tape.addObject();
    }
    tape.setValue(addKey(slots[slot], keys, key), value);
  }

  private int addKey(int object, FieldPlan keys, int key) {
    if (key != ValueTape.NONE && tape.kind(key) == ValueTape.STRING) {
      return tape.addMember(object, tape.textStart(key), tape.textLength(key));
    }
    int start = tape.scratch().length();
    if (keys.type() == FieldDescriptor.Type.BOOL) {
      tape.scratch()
          .appendAscii(
              key != ValueTape.NONE && tape.kind(key) == ValueTape.TRUE ? "true" : "false");
    } else if (key != ValueTape.NONE && tape.kind(key) == ValueTape.NUMBER) {
      tape.scratch().appendAscii(tape.text(key));
    } else if (keys.type() != FieldDescriptor.Type.STRING) {
      tape.scratch().appendDecimal(key == ValueTape.NONE ? 0 : tape.integer(key));
    }
    return tape.addScratchMember(object, start);
  }

  /** What all its places have together; a message without anything where there is none. */
  private int readPlaces(FieldPlan field, int firstPlace, int depth) {
    int base = open(field.message(), depth);
    for (int place = firstPlace; place != ValueTape.NONE; place = places[place + 2]) {
      scan(field.message(), base, places[place], places[place + 1], depth);
    }
    return close(field.message(), base, depth);
  }

  private int close(MessagePlan plan, int base, int depth) {
    int node =
        switch (plan.form()) {
          case RECORD -> addRecord(plan, base, depth);
          case TIMESTAMP -> wellKnown.timestamp(slots[base], slots[base + 1]);
          case DURATION -> wellKnown.duration(slots[base], slots[base + 1]);
          case FIELD_MASK -> wellKnown.fieldMask(slots[base]);
          case WRAPPER, STRUCT, LIST -> valueOrDefault(plan.fields()[0], base, depth);
          case VALUE -> onlyValue(plan, base, depth);
        };
    slotsUsed = base;
    return node;
  }

  private int addRecord(MessagePlan plan, int base, int depth) {
    int object = tape.addObject();
    for (FieldPlan field : plan.fields()) {
      int value = valueOrDefault(field, base, depth);
      if (value != ValueTape.NONE) {
        tape.setValue(tape.addMember(object, field.nameNumber()), value);
      }
    }
    return object;
  }

  /** Of fields of which only one is there at a time; null where none is. */
  private int onlyValue(MessagePlan plan, int base, int depth) {
    for (FieldPlan field : plan.fields()) {
      if (slots[base + field.slot()] != ValueTape.NONE) {
        return valueOrDefault(field, base, depth);
      }
    }
    return tape.addNull();
  }

  private int valueOrDefault(FieldPlan field, int base, int depth) {
    int value = slots[base + field.slot()];
    if (value == ValueTape.NONE) {
      return absent(field);
    }
    if (field.isMap()) {
      closeMap(value);
    } else if (field.isMessage() && !field.isRepeated()) {
      path[pathLength++] = field;
      value = readPlaces(field, value, depth + 1);
      pathLength--;
    }
    return value;
  }

  /** Of entries with one key the last one stays. */
  private void closeMap(int object) {
    int members = 0;
    for (int m = tape.firstMember(object); m != ValueTape.NONE; m = tape.nextMember(m)) {
      members++;
    }
    tape.closeObject(object, members);
  }

  private int absent(FieldPlan field) {
    return switch (field.absence()) {
      case NOTHING -> ValueTape.NONE;
      case DEFAULT -> {
        in.spend(1);
        yield addDefault(field);
      }
      case EMPTY -> {
        in.spend(1);
        yield field.isMap() ? tape.addObject() : tape.addArray();
      }
      case REFUSED -> {
        if (inReplaced) {
          yield ValueTape.NONE;
        }
        throw MalformedProtobufException.invalid("required field " + field.name() + " is absent");
      }
    };
  }

  private int addDefault(FieldPlan field) {
    return switch (field.type()) {
      case DOUBLE -> tape.addDouble(0);
      case FLOAT -> tape.addFloat(0);
      case BOOL -> tape.addBoolean(false);
      case STRING -> tape.addString(0, 0);
      case BYTES -> tape.addBytes(0, 0);
      case ENUM -> field.enumeration().addDefault(tape);
      case MESSAGE, GROUP -> throw new IllegalStateException(field.name() + " is no scalar");
      default -> tape.addInteger(0);
    };
  }

  /** {@link ValueTape#NONE} for a number that is no value of its enum. */
  private int readScalar(FieldPlan field) {
    return switch (field.type()) {
      case DOUBLE -> tape.addDouble(Double.longBitsToDouble(in.readFixed64()));
      case FLOAT -> tape.addFloat(Float.intBitsToFloat(in.readFixed32()));
      case INT64 -> tape.addInteger(in.readVarint());
      case UINT64 -> addUnsigned(in.readVarint());
      case INT32 -> {
        // Negative ones come with 64 bits.
        int value = (int) in.readVarint();
        yield tape.addInteger(value);
      }
      case UINT32 -> tape.addInteger(in.readVarint() & 0xFFFF_FFFFL);
      case SINT32 -> {
        int zigZag = (int) in.readVarint();
        yield tape.addInteger((zigZag >>> 1) ^ -(zigZag & 1));
      }
      case SINT64 -> {
        long zigZag = in.readVarint();
        yield tape.addInteger((zigZag >>> 1) ^ -(zigZag & 1));
      }
      case FIXED64 -> addUnsigned(in.readFixed64());
      case FIXED32 -> tape.addInteger(in.readFixed32() & 0xFFFF_FFFFL);
      case SFIXED64 -> tape.addInteger(in.readFixed64());
      case SFIXED32 -> tape.addInteger(in.readFixed32());
      case BOOL -> tape.addBoolean(in.readVarint() != 0);
      case ENUM -> field.enumeration().add((int) in.readVarint(), tape);
      case STRING -> readText();
      case BYTES -> {
        int length = in.readLength();
        yield tape.addBytes(in.skip(length), length);
      }
      case MESSAGE, GROUP -> throw new IllegalStateException(field.name() + " is no scalar");
    };
  }

  private int readText() {
    int length = in.readLength();
    int start = in.skip(length);
    if (!Utf8.isValid(in.bytes(), start, length)) {
      throw new MalformedProtobufException("invalid-utf8", "the text is not UTF-8");
    }
    return tape.addString(start, length);
  }

  private int addUnsigned(long value) {
    if (value >= 0) {
      return tape.addInteger(value);
    }
    int start = tape.scratch().length();
    tape.scratch().appendDecimal(Long.divideUnsigned(value, 10));
    tape.scratch().append((byte) ('0' + Long.remainderUnsigned(value, 10)));
    return tape.addScratchNumber(start);
  }

  private int array(int slot) {
    if (slots[slot] == ValueTape.NONE) {
      slots[slot] = tape.addArray();
    }
    return slots[slot];
  }

  /** The last one is there; those before still have to be what they are said to be. */
  private void clearOthers(MessagePlan plan, FieldPlan field, int base, int depth) {
    for (int other : field.oneofSlots()) {
      FieldPlan replaced = plan.fields()[other];
      int place = slots[base + other];
      if (place != ValueTape.NONE && replaced.isMessage()) {
        int position = in.position();
        int end = in.end();
        path[pathLength - 1] = replaced;
        boolean before = inReplaced;
        inReplaced = true;
        readPlaces(replaced, place, depth + 1);
        inReplaced = before;
        in.moveTo(position, end);
      }
      slots[base + other] = ValueTape.NONE;
    }
  }

  private void addPlace(int slot, int from, int to) {
    int place = placesUsed;
    placesUsed += PLACE_SIZE;
    if (placesUsed > places.length) {
      places = Arrays.copyOf(places, 2 * places.length);
    }
    places[place] = from;
    places[place + 1] = to;
    places[place + 2] = ValueTape.NONE;
    int first = slots[slot];
    if (first == ValueTape.NONE) {
      slots[slot] = place;
      first = place;
    } else {
      places[places[first + 3] + 2] = place;
    }
    places[first + 3] = place;
  }
}
