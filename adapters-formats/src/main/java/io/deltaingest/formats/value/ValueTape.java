package io.deltaingest.formats.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One message's values, and values made from them, as nodes in one array that is reused for the
 * next message.
 *
 * <p>A node is an {@code int}, valid until {@link #reset}. Text is not copied: a node refers to the
 * message's bytes, to the names that its schema gives ({@link #useNames}), or to {@link #scratch()}
 * for what neither holds literally (escaped strings, computed values). Objects never hold the same
 * name twice: {@link #closeObject} keeps the last of each. Nodes may be shared by several parents;
 * {@link #editableObject} copies before anything is changed, so that the message as it was stays
 * readable.
 *
 * <p>A member (name and value of an object's property) is also a {@link #STRING} node: its name.
 *
 * <p>Not thread-safe.
 */
public final class ValueTape {

  /** No node. */
  public static final int NONE = -1;

  public static final int NULL = 0;
  public static final int FALSE = 1;
  public static final int TRUE = 2;

  /** A whole number in a {@code long}; its text is its plain decimal digits. */
  public static final int INTEGER = 3;

  /** A number as text in JSON's grammar. */
  public static final int NUMBER = 4;

  /** Text in valid UTF-8. */
  public static final int STRING = 5;

  public static final int ARRAY = 6;
  public static final int OBJECT = 7;

  /** Bytes that are no text. Seen as JSON they are an array of numbers from 0 to 255. */
  public static final int BYTES = 8;

  /** A binary number of 64 bits, NaN and infinities included. */
  public static final int DOUBLE = 9;

  /** The same of 32 bits. */
  public static final int FLOAT = 10;

  // A node is four ints: kind and flags, two of payload, next element. A member has three more.
  private static final int KIND_MASK = 0xF;
  private static final int IN_SCRATCH = 0x10;
  private static final int IN_NAMES = 0x20;
  private static final int ELSEWHERE = IN_SCRATCH | IN_NAMES;
  private static final int EDITABLE = 0x40;
  // What the value stands for: a LogicalType's code, and a decimal's scale.
  private static final int MARK_SHIFT = 8;
  private static final int MARK_MASK = 0xF;
  private static final int SCALE_SHIFT = 16;
  private static final int A = 1;
  private static final int B = 2;
  private static final int NEXT = 3;
  private static final int HASH = 4;
  private static final int VALUE = 5;
  private static final int NODE_SIZE = 4;
  private static final int NUMBER_OF_NAME = 6;
  private static final int MEMBER_SIZE = 7;

  private static final int INITIAL_SIZE = 1024;

  /** What a message may leave behind for the next one; an unusual one gives its memory back. */
  private static final int RETAINED_SIZE = 1 << 20;

  private static final byte[] NO_BYTES = new byte[0];

  private final RepeatedNames repeatedNames = new RepeatedNames(this);
  private final KnownNames knownNames = new KnownNames();
  private int[] nodes = new int[INITIAL_SIZE];
  private int used;
  private byte[] source = NO_BYTES;
  private Utf8Buffer scratch = new Utf8Buffer(INITIAL_SIZE);
  private SchemaNames names = SchemaNames.NONE;
  private boolean marked;
  private int shape = Shapes.NONE;

  /** Nodes up to there are of the text that has the shape. */
  private int shaped;

  /** Forgets every node and reads text from {@code newSource} from now on. */
  public void reset(byte[] newSource) {
    source = newSource;
    used = 0;
    shape = Shapes.NONE;
    shaped = 0;
    marked = false;
    scratch.clear();
    if (nodes.length > RETAINED_SIZE) {
      nodes = new int[INITIAL_SIZE];
    }
    if (scratch.array().length > RETAINED_SIZE) {
      scratch = new Utf8Buffer(INITIAL_SIZE);
    }
  }

  /** Forgets every node, and the message's bytes too. */
  public void release() {
    reset(NO_BYTES);
  }

  /** The names that {@link #addMember(int, int)} and {@link #addName} refer to from now on. */
  public void useNames(SchemaNames newNames) {
    names = newNames;
  }

  /** The names that members were given before, in this message or an earlier one. */
  public KnownNames knownNames() {
    return knownNames;
  }

  /** Where the text of computed values is written before its node is added. */
  public Utf8Buffer scratch() {
    return scratch;
  }

  /**
   * Says that all nodes added since {@link #reset} are of a text of that shape.
   *
   * @param newShape its number among {@link Shapes}, or {@link Shapes#NONE}
   */
  public void setShape(int newShape) {
    shape = newShape;
    shaped = used;
  }

  // Repeating: a text that has the nodes of another one, but for their content

  /** A copy of all nodes. */
  public int[] copyOfNodes() {
    return Arrays.copyOf(nodes, used);
  }

  /** Has exactly these nodes instead of those that there are; the array is not kept. */
  public void lay(int[] copiedNodes) {
    while (nodes.length < copiedNodes.length) {
      nodes = new int[Math.multiplyExact(nodes.length, 2)];
    }
    System.arraycopy(copiedNodes, 0, nodes, 0, copiedNodes.length);
    used = copiedNodes.length;
  }

  /** The next node that is added takes that place. */
  public void seek(int node) {
    used = node;
  }

  /** Says where the text of a member's name or of a string is. */
  public void moveText(int node, int start) {
    nodes[node + A] = start;
  }

  /** Says which element of an array comes after that one. */
  public void follow(int element, int next) {
    nodes[element + NEXT] = next;
  }

  /** Says that nodes of the text were changed. */
  public void forgetShape() {
    shape = Shapes.NONE;
    shaped = 0;
  }

  /**
   * The shape of the text that the node is of; {@link Shapes#NONE} where it is not known. In texts
   * of one shape a node has the same members, and each has its value at the same node.
   */
  public int shapeAt(int node) {
    return node < shaped ? shape : Shapes.NONE;
  }

  /** The shape of the text whose only value the node is; {@link Shapes#NONE} of any other node. */
  public int shapeOf(int root) {
    return root == 0 ? shapeAt(root) : Shapes.NONE;
  }

  // Reading

  /** {@link #NULL} to {@link #FLOAT}. */
  public int kind(int node) {
    return nodes[node] & KIND_MASK;
  }

  /** Whether the node is neither an array nor an object. */
  public boolean isScalar(int node) {
    int kind = kind(node);
    return kind != ARRAY && kind != OBJECT;
  }

  /** The value of an {@link #INTEGER}. */
  public long integer(int node) {
    return ((long) nodes[node + B] << 32) | (nodes[node + A] & 0xFFFF_FFFFL);
  }

  /** The value of a {@link #DOUBLE} or {@link #FLOAT}. */
  public double floating(int node) {
    return kind(node) == FLOAT
        ? Float.intBitsToFloat(nodes[node + A])
        : Double.longBitsToDouble(integer(node));
  }

  /** Whether any value stands for something else. */
  boolean hasMarks() {
    return marked;
  }

  /** What the value stands for; null where it is just what it is. */
  public LogicalType logicalType(int node) {
    return LogicalType.of((nodes[node] >> MARK_SHIFT) & MARK_MASK);
  }

  /** Digits after the point of a {@link LogicalType#DECIMAL}. */
  public int scale(int node) {
    return nodes[node] >>> SCALE_SHIFT;
  }

  /**
   * The array that holds the text of a {@link #STRING}, {@link #NUMBER} or member's name, or the
   * content of {@link #BYTES}.
   */
  public byte[] textArray(int node) {
    int place = nodes[node] & ELSEWHERE;
    return place == 0 ? source : place == IN_SCRATCH ? scratch.array() : names.bytes();
  }

  public int textStart(int node) {
    return nodes[node + A];
  }

  /** In bytes. */
  public int textLength(int node) {
    return nodes[node + B];
  }

  /** The text of a {@link #STRING}, {@link #NUMBER} or member's name. Allocates. */
  public String text(int node) {
    return new String(textArray(node), textStart(node), textLength(node), StandardCharsets.UTF_8);
  }

  /** An array's first element, or {@link #NONE}. */
  public int firstElement(int array) {
    return nodes[array + A];
  }

  public int nextElement(int element) {
    return nodes[element + NEXT];
  }

  /** An object's first member, or {@link #NONE}. */
  public int firstMember(int object) {
    return nodes[object + A];
  }

  public int nextMember(int member) {
    return nodes[member + NEXT];
  }

  /** The value of a member. */
  public int value(int member) {
    return nodes[member + VALUE];
  }

  public int nameHash(int member) {
    return nodes[member + HASH];
  }

  /** The number of the member's name among {@link #knownNames}, or {@link KnownNames#NONE}. */
  public int numberOfName(int member) {
    return nodes[member + NUMBER_OF_NAME];
  }

  public boolean hasName(int member, PropertyName name) {
    return nodes[member + HASH] == name.nameHash() && textEquals(member, name);
  }

  /** Whether a {@link #STRING}'s text is that text. */
  public boolean textEquals(int string, PropertyName text) {
    return text.equalsText(textArray(string), nodes[string + A], nodes[string + B]);
  }

  boolean sameName(int member, int other) {
    int start = nodes[member + A];
    int otherStart = nodes[other + A];
    int length = nodes[member + B];
    return nodes[member + HASH] == nodes[other + HASH]
        && length == nodes[other + B]
        && Arrays.equals(
            textArray(member),
            start,
            start + length,
            textArray(other),
            otherStart,
            otherStart + length);
  }

  /** The object's member of that name, or {@link #NONE}. */
  public int findMember(int object, PropertyName name) {
    int member = nodes[object + A];
    while (member != NONE && !hasName(member, name)) {
      member = nodes[member + NEXT];
    }
    return member;
  }

  /** The value under that name; {@link #NONE} where the node is no object or has none. */
  public int property(int node, PropertyName name) {
    if (kind(node) != OBJECT) {
      return NONE;
    }
    int member = findMember(node, name);
    return member == NONE ? NONE : nodes[member + VALUE];
  }

  // Adding

  public int addNull() {
    return add(NULL, 0, 0);
  }

  public int addBoolean(boolean value) {
    return add(value ? TRUE : FALSE, 0, 0);
  }

  public int addInteger(long value) {
    return add(INTEGER, (int) value, (int) (value >> 32));
  }

  /** A number whose text is in the message's bytes. */
  public int addNumber(int start, int length) {
    return add(NUMBER, start, length);
  }

  /** A number whose text was written to {@link #scratch()} from {@code start} to its end. */
  public int addScratchNumber(int start) {
    return add(NUMBER | IN_SCRATCH, start, scratch.length() - start);
  }

  /** Text in the message's bytes. */
  public int addString(int start, int length) {
    return add(STRING, start, length);
  }

  /** Text that was written to {@link #scratch()} from {@code start} to its end. */
  public int addScratchString(int start) {
    return add(STRING | IN_SCRATCH, start, scratch.length() - start);
  }

  /** A copy of that text. */
  public int addString(byte[] text, int start, int length) {
    int copied = scratch.length();
    scratch.append(text, start, length);
    return addScratchString(copied);
  }

  /** A part of another {@link #STRING}'s text, by position in its array. */
  public int addSubstring(int string, int start, int length) {
    return add(nodes[string] & (KIND_MASK | ELSEWHERE), start, length);
  }

  /** Text that is one of the schema's names. */
  public int addName(int name) {
    return add(STRING | IN_NAMES, names.start(name), names.length(name));
  }

  /** Bytes of the message. */
  public int addBytes(int start, int length) {
    return add(BYTES, start, length);
  }

  /** A copy of those bytes. */
  public int addBytes(byte[] bytes, int start, int length) {
    int copied = scratch.length();
    scratch.append(bytes, start, length);
    return add(BYTES | IN_SCRATCH, copied, length);
  }

  public int addDouble(double value) {
    long bits = Double.doubleToRawLongBits(value);
    return add(DOUBLE, (int) bits, (int) (bits >> 32));
  }

  public int addFloat(float value) {
    return add(FLOAT, Float.floatToRawIntBits(value), 0);
  }

  /**
   * Says what the value of {@code node} stands for.
   *
   * @param scale digits after the point of a decimal, at most {@link LogicalType#MAX_SCALE}; else 0
   * @return the node
   */
  public int mark(int node, LogicalType type, int scale) {
    nodes[node] |= type.code() << MARK_SHIFT | scale << SCALE_SHIFT;
    marked = true;
    return node;
  }

  public int addArray() {
    return add(ARRAY, NONE, NONE);
  }

  /** Appends {@code element}, which must be in no other array. */
  public void append(int array, int element) {
    link(array, element);
  }

  public int addObject() {
    return add(OBJECT, NONE, NONE);
  }

  /** Appends a member that is named by text in the message's bytes; its value comes later. */
  public int addMember(int object, int nameStart, int nameLength) {
    return addMember(object, 0, nameStart, nameLength);
  }

  /** The same for one of {@link #knownNames}. */
  public int addMember(int object, int nameStart, KnownName name) {
    int member = addMember(object, 0, nameStart, name.length(), name.hash());
    nodes[member + NUMBER_OF_NAME] = name.number();
    return member;
  }

  /** Appends a member that is named by what was written to {@link #scratch()}. */
  public int addScratchMember(int object, int nameStart) {
    return addMember(object, IN_SCRATCH, nameStart, scratch.length() - nameStart);
  }

  /** Appends a member that is named by one of the schema's names; its value comes later. */
  public int addMember(int object, int name) {
    return addMember(object, IN_NAMES, names.start(name), names.length(name), names.hash(name));
  }

  /** Appends a member of that name, which the object does not have; its value comes later. */
  public int addMember(int object, PropertyName name) {
    int start = scratch.length();
    scratch.append(name.bytes(), 0, name.bytes().length);
    return addMember(object, IN_SCRATCH, start, name.bytes().length, name.nameHash());
  }

  public void setValue(int member, int value) {
    nodes[member + VALUE] = value;
  }

  /**
   * Ends an object of {@code count} members: of members of one name only the last stays.
   *
   * @return whether there was more than one of a name
   */
  public boolean closeObject(int object, int count) {
    return count > 1 && repeatedNames.drop(object, count);
  }

  /**
   * A copy of another tape's value, as deep as it goes, independent of that tape and standing for
   * nothing else.
   */
  public int addCopy(ValueTape other, int node) {
    switch (other.kind(node)) {
      case ARRAY -> {
        int array = addArray();
        for (int e = other.firstElement(node); e != NONE; e = other.nextElement(e)) {
          append(array, addCopy(other, e));
        }
        return array;
      }
      case OBJECT -> {
        int object = addObject();
        for (int m = other.firstMember(node); m != NONE; m = other.nextMember(m)) {
          int member = addScratchMember(object, appendText(other, m));
          setValue(member, addCopy(other, other.value(m)));
        }
        return object;
      }
      case STRING -> {
        return addScratchString(appendText(other, node));
      }
      case NUMBER -> {
        return addScratchNumber(appendText(other, node));
      }
      case BYTES -> {
        return addBytes(other.textArray(node), other.textStart(node), other.textLength(node));
      }
      default -> {
        return add(other.kind(node), other.nodes[node + A], other.nodes[node + B]);
      }
    }
  }

  private int appendText(ValueTape other, int node) {
    int start = scratch.length();
    scratch.append(other.textArray(node), other.textStart(node), other.textLength(node));
    return start;
  }

  // Editing

  /**
   * An object that may be changed in place of {@code node}: the node itself when it is one already,
   * a copy of the object, or an empty object in place of anything else.
   */
  public int editableObject(int node) {
    if (node == NONE || kind(node) != OBJECT) {
      return add(OBJECT | EDITABLE, NONE, NONE);
    }
    if ((nodes[node] & EDITABLE) != 0) {
      return node;
    }
    int copy = add(OBJECT | EDITABLE, NONE, NONE);
    for (int m = nodes[node + A]; m != NONE; m = nodes[m + NEXT]) {
      copyMember(copy, m);
    }
    return copy;
  }

  /** The member of that name of an object that may be changed; without a value when it is new. */
  public int memberFor(int object, PropertyName name) {
    int member = findMember(object, name);
    return member != NONE ? member : addMember(object, name);
  }

  /** A copy of anything but an array or object, which stands for nothing else. */
  int copyUnmarked(int node) {
    return add(nodes[node] & (KIND_MASK | ELSEWHERE), nodes[node + A], nodes[node + B]);
  }

  /** Appends a member of the same name and value. */
  int copyMember(int object, int original) {
    int member = claim(MEMBER_SIZE);
    System.arraycopy(nodes, original, nodes, member, MEMBER_SIZE);
    nodes[member + NEXT] = NONE;
    link(object, member);
    return member;
  }

  /** The object that is the member's value; a new one takes the place of anything else. */
  public int objectOf(int member) {
    int value = nodes[member + VALUE];
    if (value != NONE && kind(value) == OBJECT) {
      return value;
    }
    int object = addObject();
    setValue(member, object);
    return object;
  }

  // Members as a chain, for RepeatedNames

  void dropValue(int member) {
    nodes[member + VALUE] = NONE;
  }

  void unlinkMembersWithoutValue(int object) {
    int member = nodes[object + A];
    nodes[object + A] = NONE;
    nodes[object + B] = NONE;
    while (member != NONE) {
      int next = nodes[member + NEXT];
      if (nodes[member + VALUE] != NONE) {
        nodes[member + NEXT] = NONE;
        link(object, member);
      }
      member = next;
    }
  }

  private int addMember(int object, int flags, int nameStart, int nameLength) {
    byte[] array = flags == 0 ? source : scratch.array();
    return addMember(
        object, flags, nameStart, nameLength, NameWords.hash(array, nameStart, nameLength));
  }

  private int addMember(int object, int flags, int nameStart, int nameLength, int hash) {
    int member = claim(MEMBER_SIZE);
    set(member, STRING | flags, nameStart, nameLength);
    nodes[member + HASH] = hash;
    nodes[member + VALUE] = NONE;
    nodes[member + NUMBER_OF_NAME] = KnownNames.NONE;
    link(object, member);
    return member;
  }

  /** Appends to a container's chain, whose ends are its two ints of payload. */
  private void link(int container, int child) {
    int last = nodes[container + B];
    if (last == NONE) {
      nodes[container + A] = child;
    } else {
      nodes[last + NEXT] = child;
    }
    nodes[container + B] = child;
  }

  private int add(int kind, int a, int b) {
    int node = claim(NODE_SIZE);
    set(node, kind, a, b);
    return node;
  }

  private void set(int node, int kind, int a, int b) {
    nodes[node] = kind;
    nodes[node + A] = a;
    nodes[node + B] = b;
    nodes[node + NEXT] = NONE;
  }

  private int claim(int size) {
    int node = used;
    used += size;
    if (used > nodes.length) {
      nodes = Arrays.copyOf(nodes, Math.multiplyExact(nodes.length, 2));
    }
    return node;
  }
}
