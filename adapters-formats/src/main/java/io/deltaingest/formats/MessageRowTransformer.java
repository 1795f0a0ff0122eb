package io.deltaingest.formats;

import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.formats.coerce.RowWriter;
import io.deltaingest.formats.decode.DecoderFactory;
import io.deltaingest.formats.decode.MessageDecoder;
import io.deltaingest.formats.transform.TransformPipeline;
import io.deltaingest.formats.value.ValueTape;
import java.util.Map;

/** Each record of a message to one row. */
final class MessageRowTransformer implements RowTransformer {

  private final ValueTape tape = new ValueTape();
  private final MessageDecoder decoder;
  private final TransformPipeline transforms;
  private final RowWriter rows;

  MessageRowTransformer(TableSchema schema, DecoderFactory decoders, TransformPipeline transforms) {
    this.decoder = decoders.create(tape);
    this.transforms = transforms;
    this.rows = new RowWriter(schema);
  }

  @Override
  public Rejection transform(Message message, RowBatch into) {
    int before = into.rowCount();
    boolean accepted = false;
    try {
      decoder.begin(message.value());
      Rejection rejection = addRecords(message, into);
      accepted = rejection == null;
      return rejection;
    } finally {
      if (!accepted) {
        into.rollbackTo(before);
      }
      decoder.end();
      tape.release();
    }
  }

  @Override
  public Map<String, Long> droppedProperties() {
    return rows.droppedProperties();
  }

  private Rejection addRecords(Message message, RowBatch into) {
    int root = decoder.next();
    while (root != ValueTape.NONE) {
      if (root == MessageDecoder.FAILED) {
        return decoder.rejection();
      }
      int transformed = transforms.apply(tape, root, message);
      if (transformed == ValueTape.NONE) {
        return transforms.rejection(tape);
      }
      if (!rows.write(tape, transformed, into)) {
        return rows.rejection(tape);
      }
      root = decoder.next();
    }
    return null;
  }
}
