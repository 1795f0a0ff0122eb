package io.deltaingest.formats.coerce;

import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.ValueTape;
import java.util.Map;

/**
 * The names without a column that were met in objects at one place; allocates for new ones only.
 */
final class DroppedNames {

  private static final int LONGEST_NAME = 256;

  // Twice as large as there may be names, so that a search always ends.
  private static final int TABLE_SIZE = 256;

  private final String prefix;
  private final DroppedProperties owner;
  private PropertyName[] names = new PropertyName[0];
  private long[] counts = new long[0];

  DroppedNames(String prefix, DroppedProperties owner) {
    this.prefix = prefix;
    this.owner = owner;
  }

  void count(ValueTape tape, int member) {
    if (names.length == 0) {
      names = new PropertyName[TABLE_SIZE];
      counts = new long[TABLE_SIZE];
    }
    int place = tape.nameHash(member) & (TABLE_SIZE - 1);
    while (names[place] != null && !tape.hasName(member, names[place])) {
      place = (place + 1) & (TABLE_SIZE - 1);
    }
    if (names[place] != null) {
      counts[place]++;
      owner.countOne(this, place);
    } else if (tape.textLength(member) <= LONGEST_NAME && owner.takePath()) {
      names[place] = new PropertyName(tape.text(member));
      counts[place] = 1;
      owner.countOne(this, place);
    } else {
      owner.countBeyond();
    }
  }

  void takeBack(int place) {
    counts[place]--;
  }

  void addTo(Map<String, Long> all) {
    for (int i = 0; i < names.length; i++) {
      if (names[i] != null && counts[i] > 0) {
        all.merge(prefix + names[i], counts[i], Long::sum);
      }
    }
  }
}
