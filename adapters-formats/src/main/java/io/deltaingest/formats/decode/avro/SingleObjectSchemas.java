package io.deltaingest.formats.decode.avro;

import io.deltaingest.domain.error.ConfigurationException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Schemas by the fingerprint of their canonical form (CRC-64-AVRO), as single-object encoding names
 * them. Immutable, shared by threads.
 */
public final class SingleObjectSchemas {

  private final long[] fingerprints;
  private final CompiledSchema[] schemas;

  private SingleObjectSchemas(Map<Long, CompiledSchema> byFingerprint) {
    fingerprints = byFingerprint.keySet().stream().mapToLong(Long::longValue).toArray();
    schemas = byFingerprint.values().toArray(CompiledSchema[]::new);
  }

  /**
   * Reads the schema at that path, or every file of the directory there; hidden files are passed
   * over.
   *
   * @throws ConfigurationException naming the file, when one can't be read or is no schema, or when
   *     there is none
   */
  public static SingleObjectSchemas read(Path path) {
    Map<Long, CompiledSchema> byFingerprint = new TreeMap<>();
    for (Path file : SchemaFiles.in(path)) {
      Schema schema = SchemaFiles.read(file);
      byFingerprint.put(
          SchemaNormalization.parsingFingerprint64(schema), SchemaCompiler.compile(schema));
    }
    return new SingleObjectSchemas(byFingerprint);
  }

  /** The schema of that fingerprint, or null. */
  CompiledSchema find(long fingerprint) {
    int place = Arrays.binarySearch(fingerprints, fingerprint);
    return place < 0 ? null : schemas[place];
  }
}
