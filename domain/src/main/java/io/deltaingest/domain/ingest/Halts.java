package io.deltaingest.domain.ingest;

import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.OffsetStore;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes of a halt before a message: an end, a while of waiting, or columns that the table is
 * to have before reading goes on.
 */
final class Halts {

  private static final Logger LOG = LoggerFactory.getLogger(Halts.class);

  private final OffsetStore offsets;
  private final MessageProcessor processor;
  private final TableSession session;
  private final Course course;
  private Halt halt;
  private StructType wanted;
  private StructType growing;

  Halts(OffsetStore offsets, MessageProcessor processor, TableSession session, Course course) {
    this.offsets = offsets;
    this.processor = processor;
    this.session = session;
    this.course = course;
  }

  /**
   * Processing came to its end, or stopped before a message.
   *
   * @param stopped null: it did not stop
   */
  void take(Halt stopped) {
    halt = stopped;
    if (stopped instanceof Halt.Failed failed) {
      halt = null;
      course.fail(failed.failure());
    }
  }

  /** Whether nothing may be read before what is held is committed and the halt settled. */
  boolean pending() {
    return halt != null;
  }

  /** Everything was dropped: that message is met again. */
  void forget() {
    halt = null;
  }

  /** What came before the message is in the table: on from there, which seeks to the message. */
  void settle() {
    if (halt instanceof Halt.Away away) {
      course.startOver(away.cause());
    } else if (halt instanceof Halt.Grow grow) {
      LOG.info("Messages have values that the table has no column for: {}", grow.wanted());
      wanted = grow.wanted();
      if (session.table().growth().isPresent()) {
        // No row has brought those columns into the table yet.
        wanted = growing.with(wanted);
      }
      course.startAnew();
    }
    halt = null;
  }

  /**
   * The table with the columns that are wanted, as far as they are to be had.
   *
   * @return empty when it has changed meanwhile, so that it is to be read again
   */
  Optional<TableSnapshot> grown(TableSnapshot table) {
    return wanted == null ? Optional.of(table) : offsets.grow(table, wanted);
  }

  /** Processing has begun on the grown table; what that still lacks, it does without. */
  void begun(TableSnapshot table) {
    if (wanted != null) {
      processor.doWithout(table.schema().root().lacking(wanted));
      growing = wanted;
      wanted = null;
    }
  }
}
