package io.deltaingest.formats;

import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.DeadLetterTransformer;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.formats.coerce.RowWriter;
import io.deltaingest.formats.transform.TransformPipeline;
import io.deltaingest.formats.value.ValueTape;
import java.time.InstantSource;
import java.util.Optional;

/** One rejected message to one row of a dead-letter table. */
final class DeadLetterRowTransformer implements DeadLetterTransformer {

  private final ValueTape tape = new ValueTape();
  private final DeadLetterRecord record;
  private final TransformPipeline transforms;
  private final RowWriter rows;

  DeadLetterRowTransformer(
      TableSchema schema,
      DeadLetterField[] fields,
      TransformPipeline transforms,
      Optional<DecodedText> decoded,
      InstantSource clock) {
    this.record = new DeadLetterRecord(tape, fields, decoded, clock);
    this.transforms = transforms;
    this.rows = new RowWriter(schema);
  }

  @Override
  public Rejection transform(Message message, Rejection cause, RowBatch into) {
    try {
      int root = record.write(message, cause);
      long failuresBefore = transforms.failures();
      int transformed = transforms.applyAllThatCan(tape, root, message);
      int before = into.rowCount();
      if (rows.write(tape, transformed, into)) {
        return null;
      }
      into.rollbackTo(before);
      return unfit(transforms.failures() > failuresBefore);
    } finally {
      tape.release();
    }
  }

  @Override
  public long failedTransforms() {
    return transforms.failures();
  }

  /** A column that has no value may lack it because of a transform, so that is told as well. */
  private Rejection unfit(boolean transformFailed) {
    Rejection misfit = rows.rejection(tape);
    String detail = "The record of a rejected message does not fit: " + misfit.detail();
    if (transformFailed) {
      detail += ". " + transforms.rejection(tape).detail();
    }
    return new Rejection(
        misfit.stage(),
        misfit.errorClass(),
        misfit.column(),
        misfit.wantedType(),
        misfit.value(),
        detail);
  }
}
