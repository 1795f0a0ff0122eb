package io.deltaingest.formats;

import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.SchemaSampler;
import io.deltaingest.formats.decode.DecoderFactory;
import io.deltaingest.formats.decode.MessageDecoder;
import io.deltaingest.formats.evolve.ValueTypes;
import io.deltaingest.formats.transform.TransformPipeline;
import io.deltaingest.formats.value.ValueTape;
import java.util.ArrayList;
import java.util.List;

/** Columns of messages by way of the tape, as rows are made. */
final class MessageSchemaSampler implements SchemaSampler {

  private final ValueTape tape = new ValueTape();
  private final MessageDecoder decoder;
  private final TransformPipeline transforms;
  private StructType declared = new StructType(List.of());
  private StructType valued = new StructType(List.of());

  MessageSchemaSampler(DecoderFactory decoders, TransformPipeline transforms) {
    this.decoder = decoders.create(tape);
    this.transforms = transforms;
  }

  @Override
  public Rejection observe(Message message) {
    if (message.value() == null) {
      return null;
    }
    try {
      decoder.begin(message.value());
      for (int root = decoder.next(); root != ValueTape.NONE; root = decoder.next()) {
        if (root == MessageDecoder.FAILED) {
          return decoder.rejection();
        }
        StructType columns = decoder.declaredColumns();
        int transformed = transforms.apply(tape, root, message);
        if (transformed == ValueTape.NONE) {
          return transforms.rejection(tape);
        }
        if (transformed != TransformPipeline.FILTERED) {
          declared = columns == null ? declared : ValueTypes.both(declared, columns);
          valued = ValueTypes.both(valued, ValueTypes.ofObject(tape, transformed));
        }
      }
      return null;
    } finally {
      decoder.end();
      tape.release();
    }
  }

  /** What is declared, except where a transform sets another value. */
  @Override
  public StructType columns() {
    List<StructField> columns = new ArrayList<>();
    for (StructField field : declared.fields()) {
      boolean set = transforms.sets(field.name());
      int value = valued.indexOf(field.name());
      columns.add(set && value >= 0 ? valued.fields().get(value) : field);
    }
    for (StructField field : valued.fields()) {
      if (declared.indexOf(field.name()) < 0) {
        columns.add(field);
      }
    }
    return new StructType(columns);
  }
}
