package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.StructType;
import io.deltaingest.formats.value.KnownNames;
import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.ValueTape;
import java.util.Arrays;

/**
 * Finds the properties of an object that are fields of one struct (or columns of the table), and
 * counts the others. Reused: {@link #value} is valid until the next {@link #find}.
 */
final class ObjectFields {

  private static final int NO_FIELD = -1;
  private static final int UNSEEN = -2;

  private final PropertyName[] names;
  private final int[] table;
  private final int[] values;
  private final DroppedNames dropped;
  private final String prefix;

  /** By the number of a known name of {@link #numbering}: a field, {@link #NO_FIELD}, UNSEEN. */
  private int[] fieldOfName = new int[0];

  private KnownNames numbering;

  ObjectFields(StructType struct, String prefix, DroppedProperties droppedProperties) {
    this.prefix = prefix;
    int count = struct.fields().size();
    names = new PropertyName[count];
    values = new int[count];
    dropped = droppedProperties.at(prefix);
    table = new int[Integer.highestOneBit(Math.max(count, 4)) << 2];
    Arrays.fill(table, -1);
    for (int field = 0; field < count; field++) {
      names[field] = new PropertyName(struct.fields().get(field).name());
      int place = names[field].nameHash() & (table.length - 1);
      while (table[place] >= 0) {
        place = (place + 1) & (table.length - 1);
      }
      table[place] = field;
    }
  }

  /** Notes the value of each field. */
  void find(ValueTape tape, int object) {
    Arrays.fill(values, ValueTape.NONE);
    if (numbering != tape.knownNames()) {
      numbering = tape.knownNames();
      fieldOfName = new int[0];
    }
    for (int m = tape.firstMember(object); m != ValueTape.NONE; m = tape.nextMember(m)) {
      int field = fieldOf(tape, m);
      if (field >= 0) {
        values[field] = tape.value(m);
      } else {
        dropped.count(tape, m);
      }
    }
  }

  /** The value of that field, or {@link ValueTape#NONE}. */
  int value(int field) {
    return values[field];
  }

  /** Where that field is in the schema. */
  String pathOf(int field) {
    return prefix + names[field];
  }

  private int fieldOf(ValueTape tape, int member) {
    int number = tape.numberOfName(member);
    if (number == KnownNames.NONE) {
      return lookUp(tape, member);
    }
    if (number >= fieldOfName.length) {
      int seen = fieldOfName.length;
      fieldOfName = Arrays.copyOf(fieldOfName, Math.max(numbering.count(), 2 * seen));
      Arrays.fill(fieldOfName, seen, fieldOfName.length, UNSEEN);
    }
    int field = fieldOfName[number];
    if (field == UNSEEN) {
      field = lookUp(tape, member);
      fieldOfName[number] = field;
    }
    return field;
  }

  private int lookUp(ValueTape tape, int member) {
    int place = tape.nameHash(member) & (table.length - 1);
    while (table[place] >= 0) {
      int field = table[place];
      if (tape.hasName(member, names[field])) {
        return field;
      }
      place = (place + 1) & (table.length - 1);
    }
    return NO_FIELD;
  }
}
