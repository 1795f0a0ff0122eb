package io.deltaingest.formats.decode.avro;

import io.deltaingest.formats.value.ValueTape;

/** Unions: the value of the branch that was written. */
final class UnionReader extends DatumReader {

  private final DatumReader[] branches;

  UnionReader(DatumReader[] branches) {
    this.branches = branches;
  }

  @Override
  int read(AvroInput in, ValueTape tape) {
    return branch(in).read(in, tape);
  }

  @Override
  void skip(AvroInput in) {
    branch(in).skip(in);
  }

  private DatumReader branch(AvroInput in) {
    int branch = in.readInt();
    if (branch < 0 || branch >= branches.length) {
      throw MalformedAvroException.invalid(
          "a union of " + branches.length + " branches has none of number " + branch);
    }
    return branches[branch];
  }
}
