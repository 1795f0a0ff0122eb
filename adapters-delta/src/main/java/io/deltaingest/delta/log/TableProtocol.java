package io.deltaingest.delta.log;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
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

  /** From this writer version on, features are listed, and the version implies none. */
  private static final int LISTED_FEATURES = 7;

  /** The writer version from which on a feature is implied ("Writer Version Requirements"). */
  private static final Map<String, Integer> IMPLIED_FROM =
      Map.of(
          "appendOnly", 2,
          "invariants", 2,
          "checkConstraints", 3,
          "changeDataFeed", 4,
          "generatedColumns", 4,
          "columnMapping", 5,
          "identityColumns", 6);

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

  /** Whether the table supports the feature: by listing it, or by an older writer version. */
  boolean supports(String feature) {
    if (features.contains(feature)) {
      return true;
    }
    Integer from = IMPLIED_FROM.get(feature);
    return from != null && minWriterVersion >= from && minWriterVersion < LISTED_FEATURES;
  }
}
