package io.deltaingest.formats;

import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.formats.coerce.RowWriter;
import io.deltaingest.formats.decode.DecoderFactory;
import io.deltaingest.formats.decode.MessageDecoder;
import io.deltaingest.formats.evolve.SchemaFollower;
import io.deltaingest.formats.transform.TransformPipeline;
import io.deltaingest.formats.value.ValueTape;
import java.util.Map;

/** Each record of a message to one row. */
final class MessageRowTransformer implements RowTransformer {

  private final ValueTape tape = new ValueTape();
  private final MessageDecoder decoder;
  private final TransformPipeline transforms;
  private final RowWriter rows;
  private final SchemaFollower follower;
  private final boolean widenable;

  /** Whether transforms are not applied to the message, but their values go into its row. */
  private final boolean apart;

  private boolean waits;
  private long filtered;
  private int filteredHere;

  /**
   * @param follower where the table follows its messages; else null
   */
  MessageRowTransformer(
      TableSchema schema,
      DecoderFactory decoders,
      TransformPipeline transforms,
      SchemaFollower follower) {
    this.follower = follower;
    this.widenable = schema.widenable();
    this.decoder = decoders.create(tape);
    this.transforms = transforms;
    this.rows = new RowWriter(schema);
    this.apart =
        follower == null && transforms.separateProperties().map(rows::substitute).orElse(false);
  }

  @Override
  public Rejection transform(Message message, RowBatch into) {
    int before = into.rowCount();
    boolean accepted = false;
    boolean counts = false;
    try {
      filteredHere = 0;
      waits = false;
      Rejection rejection =
          message.value() == null ? addTombstone(message, into) : addRecords(message, into);
      accepted = rejection == null && !waits;
      counts = wanted() == null;
      filtered += accepted && counts ? filteredHere : 0;
      return waits ? null : rejection;
    } finally {
      if (!accepted) {
        into.rollbackTo(before);
      }
      if (counts) {
        rows.keepDropped();
      } else {
        rows.takeBackDropped();
      }
      tape.release();
    }
  }

  @Override
  public StructType wanted() {
    return follower == null ? null : follower.wanted();
  }

  @Override
  public void doWithout(StructType columns) {
    if (follower != null) {
      follower.doWithout(columns);
    }
  }

  @Override
  public Map<String, Long> droppedProperties() {
    return rows.droppedProperties();
  }

  @Override
  public long filtered() {
    return filtered;
  }

  private Rejection addRecords(Message message, RowBatch into) {
    try {
      decoder.begin(message.value());
      int root = decoder.next();
      while (root != ValueTape.NONE) {
        if (root == MessageDecoder.FAILED) {
          return decoder.rejection();
        }
        Rejection rejection = addRecord(root, message, into);
        if (rejection != null) {
          return rejection;
        }
        root = decoder.next();
      }
      return null;
    } finally {
      decoder.end();
    }
  }

  /** A message without a value is one record without properties. */
  private Rejection addTombstone(Message message, RowBatch into) {
    return addRecord(tape.addObject(), message, into);
  }

  private Rejection addRecord(int root, Message message, RowBatch into) {
    int transformed =
        apart
            ? transforms.evaluate(tape, root, message, rows.substitutes())
            : transforms.apply(tape, root, message);
    if (transformed == TransformPipeline.FILTERED) {
      filteredHere++;
      return null;
    }
    if (transformed == ValueTape.NONE) {
      return transforms.rejection(tape);
    }
    long droppedBefore = rows.dropped();
    Rejection rejection = rows.write(tape, transformed, into) ? null : rows.rejection(tape);
    if (follower != null
        && (rows.dropped() != droppedBefore || (rejection != null && widenable))
        && follower.lacks(tape, transformed)) {
      waits = true;
    }
    return rejection;
  }
}
