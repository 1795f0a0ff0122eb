package io.deltaingest.formats.transform;

import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.ValueTape;

/** One transform, ready to be applied, as its source is. */
final class CompiledTransform {

  private final String property;
  private final String written;
  private final String writtenSource;
  private final PropertyName[] path;
  private final TransformSource source;

  CompiledTransform(
      String property,
      String written,
      String writtenSource,
      PropertyName[] path,
      TransformSource source) {
    this.property = property;
    this.written = written;
    this.writtenSource = writtenSource;
    this.path = path;
    this.source = source;
  }

  String property() {
    return property;
  }

  /** {@code PROPERTY: SOURCE}. */
  String written() {
    return written;
  }

  String writtenSource() {
    return writtenSource;
  }

  PropertyName[] path() {
    return path;
  }

  TransformSource source() {
    return source;
  }

  /** Whether the value may depend on, or be a part of, what the message has at that path. */
  boolean reads(PropertyName... other) {
    return source.reads(other);
  }

  /**
   * Whether the property could be set in the message itself without the value of {@code other}
   * being another one for it, before or after.
   */
  boolean spares(CompiledTransform other) {
    return !other.reads(path) && isApartFrom(other);
  }

  /** Whether neither property is the other one, or inside of it. */
  boolean isApartFrom(CompiledTransform other) {
    return other == this || !PropertyName.overlap(path, other.path);
  }

  /** As {@link #set}, but in {@code root} itself. */
  void setInPlace(ValueTape tape, int root, int value) {
    int object = root;
    int last = path.length - 1;
    for (int i = 0; i < last; i++) {
      int member = tape.memberFor(object, path[i]);
      object = tape.objectOf(member);
    }
    tape.setValue(tape.memberFor(object, path[last]), value);
  }

  /**
   * Sets the property to {@code value}. Parents that are missing or no objects become objects.
   *
   * @return the object with the property: a copy of {@code root}, unless that is one already
   */
  int set(ValueTape tape, int root, int value) {
    int result = tape.editableObject(root);
    int object = result;
    int last = path.length - 1;
    for (int i = 0; i < last; i++) {
      int member = tape.memberFor(object, path[i]);
      object = tape.editableObject(tape.value(member));
      tape.setValue(member, object);
    }
    tape.setValue(tape.memberFor(object, path[last]), value);
    return result;
  }
}
