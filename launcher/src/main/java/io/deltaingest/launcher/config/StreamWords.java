package io.deltaingest.launcher.config;

import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.MessageFormat.Compression;
import io.deltaingest.domain.stream.MessageFormat.Tombstones;
import io.deltaingest.domain.stream.StreamConfig.BadRecordPolicy;
import io.deltaingest.domain.stream.StreamConfig.DesiredState;
import io.deltaingest.domain.stream.StreamConfig.LogEngine;
import io.deltaingest.domain.stream.StreamConfig.SchemaEvolution;
import io.deltaingest.domain.stream.StreamConfig.StartFrom;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The words of the configuration for the values of the domain's enums: their names in lower case,
 * with hyphens.
 */
public final class StreamWords {
  public static final Map<String, StartFrom> STARTS = words(StartFrom.values());
  public static final Map<String, BadRecordPolicy> POLICIES = words(BadRecordPolicy.values());
  public static final Map<String, LogEngine> ENGINES = words(LogEngine.values());
  static final Map<String, DesiredState> STATES = words(DesiredState.values());
  public static final Map<String, SchemaEvolution> EVOLUTIONS = words(SchemaEvolution.values());
  public static final Map<String, Compression> COMPRESSIONS = words(Compression.values());
  public static final Map<String, Tombstones> TOMBSTONES = words(Tombstones.values());
  public static final Map<String, MessageFormat.Type> FORMATS = words(MessageFormat.Type.values());

  private StreamWords() {}

  /** The word for a value. */
  static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <E extends Enum<E>> Map<String, E> words(E[] values) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E value : values) {
      words.put(of(value), value);
    }
    return Collections.unmodifiableMap(words);
  }
}
