package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.StructType;
import io.deltaingest.formats.value.KnownNames;
import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.Shapes;
import io.deltaingest.formats.value.ValueTape;
import java.util.Arrays;

/**
 * Finds the properties of an object that are fields of one struct (or columns of the table), and
 * counts the others. Reused: {@link #value} is valid until the next {@link #find}.
 */
final class ObjectFields {

  private static final int NO_FIELD = -1;
  private static final int UNSEEN = -2;
  private static final int SHAPES_KEPT = 1 << 8;

  private final PropertyName[] names;
  private final int[] table;
  private final int[] values;
  private final DroppedNames dropped;
  private final Substitutes substitutes;
  private final String prefix;

  /** By the number of a known name of {@link #numbering}: a field, {@link #NO_FIELD}, UNSEEN. */
  private int[] fieldOfName = new int[0];

  private KnownNames numbering;

  /** What was found in texts of a shape, at the shape's number; of numbers that meet the latest. */
  private final FoundFields[] found = new FoundFields[SHAPES_KEPT];

  /** Fields, and the numbers of what takes their place. */
  private int[] substituted = new int[0];

  private int[] substitute = new int[0];

  /** Fields that are structs, and have such fields in turn. */
  private int[] parents = new int[0];

  private ObjectFields[] inside = new ObjectFields[0];

  ObjectFields(
      StructType struct,
      String prefix,
      DroppedProperties droppedProperties,
      Substitutes substitutes) {
    this.prefix = prefix;
    this.substitutes = substitutes;
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

  /**
   * Lets that substitute take the place of the property that {@code path} leads to from its name
   * {@code at} on.
   *
   * @return false when it does not lead to a field through structs alone
   */
  boolean substitute(PropertyName[] path, int at, int number, ColumnWriter[] writers) {
    int field = NO_FIELD;
    for (int i = 0; i < names.length; i++) {
      field = names[i].text().equals(path[at].text()) ? i : field;
    }
    if (field == NO_FIELD) {
      return false;
    }
    if (at == path.length - 1) {
      substituted = append(substituted, field);
      substitute = append(substitute, number);
      return true;
    }
    if (!(writers[field] instanceof StructWriter struct)
        || !struct.substitute(path, at + 1, number)) {
      return false;
    }
    parents = append(parents, field);
    inside = Arrays.copyOf(inside, inside.length + 1);
    inside[inside.length - 1] = struct.fields();
    return true;
  }

  /** Notes the value of each field. */
  void find(ValueTape tape, int object) {
    int shape = tape.shapeAt(object);
    if (shape == Shapes.NONE) {
      lookUpAll(tape, object);
    } else {
      findInShape(tape, object, shape);
    }
    if (substituted.length > 0 || parents.length > 0) {
      putSubstitutes(tape);
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

  private void findInShape(ValueTape tape, int object, int shape) {
    FoundFields known = found[shape & (SHAPES_KEPT - 1)];
    if (known == null || !known.areOf(shape)) {
      lookUpAll(tape, object);
      found[shape & (SHAPES_KEPT - 1)] = remember(tape, object, shape);
    } else if (!known.areIn(object)) {
      lookUpAll(tape, object);
    } else {
      known.copyValues(values);
      known.countDropped(tape, dropped);
    }
  }

  private FoundFields remember(ValueTape tape, int object, int shape) {
    int[] others = new int[0];
    for (int m = tape.firstMember(object); m != ValueTape.NONE; m = tape.nextMember(m)) {
      if (fieldOf(tape, m) < 0) {
        others = append(others, m);
      }
    }
    return new FoundFields(shape, object, values.clone(), others);
  }

  private void lookUpAll(ValueTape tape, int object) {
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

  private void putSubstitutes(ValueTape tape) {
    int[] nodes = substitutes.nodes();
    for (int i = 0; i < substituted.length; i++) {
      int node = nodes[substitute[i]];
      if (node != ValueTape.NONE) {
        values[substituted[i]] = node;
      }
    }
    for (int i = 0; i < parents.length; i++) {
      int value = values[parents[i]];
      if ((value == ValueTape.NONE || tape.kind(value) != ValueTape.OBJECT)
          && inside[i].hasSubstitute(nodes)) {
        values[parents[i]] = tape.addObject();
      }
    }
  }

  private boolean hasSubstitute(int[] nodes) {
    for (int number : substitute) {
      if (nodes[number] != ValueTape.NONE) {
        return true;
      }
    }
    for (ObjectFields fields : inside) {
      if (fields.hasSubstitute(nodes)) {
        return true;
      }
    }
    return false;
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

  private static int[] append(int[] numbers, int number) {
    int[] longer = Arrays.copyOf(numbers, numbers.length + 1);
    longer[numbers.length] = number;
    return longer;
  }
}
