package io.deltaingest.delta.log;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The {@code protocol} action of a table (Delta protocol, "Protocol Evolution"). Immutable.
 *
 * @param minReaderVersion lowest version of the protocol that a reader must know
 * @param minWriterVersion lowest version of the protocol that a writer must know
 * @param features names in {@code readerFeatures} or {@code writerFeatures}
 */
public record TableProtocol(
    int minReaderVersion, int minWriterVersion, SortedSet<String> features) {

  public TableProtocol {
    features = Collections.unmodifiableSortedSet(new TreeSet<>(features));
  }

  /** The union of two feature lists. */
  public static TableProtocol of(
      int minReaderVersion,
      int minWriterVersion,
      Collection<String> readerFeatures,
      Collection<String> writerFeatures) {
    SortedSet<String> all = new TreeSet<>(readerFeatures);
    all.addAll(writerFeatures);
    return new TableProtocol(minReaderVersion, minWriterVersion, all);
  }
}
