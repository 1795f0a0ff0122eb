package io.deltaingest.formats.decode.avro;

import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.formats.decode.DecodeFailure;
import io.deltaingest.formats.decode.MessageDecoder;
import io.deltaingest.formats.value.ValueTape;

/**
 * Values that are an object container each, of any number of records; or, where a schema is given,
 * a bare record in that schema, when they do not begin as a container does.
 */
public final class AvroDecoder implements MessageDecoder {

  private final ValueTape tape;
  private final ReaderSchema reader;
  private final boolean objectsOnly;
  private final ContainerReader container;
  private final AvroInput input = new AvroInput();
  private final DecodeFailure failure = new DecodeFailure();
  private ByteSlice value;
  private boolean opened;
  private boolean isContainer;

  /**
   * Decodes containers as they were written.
   *
   * @param objectsOnly whether values that are neither records nor maps are refused
   */
  public AvroDecoder(ValueTape tape, boolean objectsOnly) {
    this(tape, null, objectsOnly);
  }

  /** Decodes containers resolved to that schema, and bare records in it. */
  public AvroDecoder(ValueTape tape, ReaderSchema reader, boolean objectsOnly) {
    this.tape = tape;
    this.reader = reader;
    this.objectsOnly = objectsOnly;
    this.container =
        new ContainerReader(reader == null ? null : reader.schema(), tape, objectsOnly);
  }

  @Override
  public void begin(ByteSlice newValue) {
    value = newValue;
    opened = false;
    isContainer = ContainerReader.isContainer(newValue);
  }

  @Override
  public int next() {
    return isContainer ? nextOfContainer() : onlyRecord();
  }

  @Override
  public StructType declaredColumns() {
    CompiledSchema schema =
        isContainer ? container.schema() : reader == null ? null : reader.compiled();
    return schema == null ? null : DeclaredColumns.of(schema.schema());
  }

  @Override
  public Rejection rejection() {
    return failure.rejection(value);
  }

  @Override
  public void end() {
    value = null;
    container.close();
    input.release();
  }

  private int nextOfContainer() {
    try {
      if (!opened) {
        opened = true;
        container.open(value);
      }
      return container.next();
    } catch (MalformedAvroException e) {
      return failure.fail(e.errorClass(), "The message is no Avro container: " + e.getMessage());
    }
  }

  private int onlyRecord() {
    if (opened) {
      return ValueTape.NONE;
    }
    opened = true;
    if (value.length() == 0) {
      return failure.fail("empty", "The message's value has no bytes");
    }
    if (reader == null) {
      return failure.fail(
          "no-container",
          "The message is no Avro container, and no schema was given to read it without one");
    }
    input.aim(value.array(), value.offset(), value.length());
    return Records.readOnly(reader.compiled(), input, tape, objectsOnly, failure);
  }
}
