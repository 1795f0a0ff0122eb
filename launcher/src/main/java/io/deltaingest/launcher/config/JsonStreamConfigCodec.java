package io.deltaingest.launcher.config;

import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfigCodec;
import io.deltaingest.launcher.config.JsonValue.JsonObject;

/**
 * Streams as JSON, for the HTTP API and for the store. A stream that comes over HTTP has the file's
 * {@code defaults} merged under it; references are resolved in its {@code source.kafka} only, and
 * never shown resolved. Immutable; reads the files that references and {@code schemaFile} name.
 */
public final class JsonStreamConfigCodec implements StreamConfigCodec {
  private final JsonObject defaults;
  private final References references;

  JsonStreamConfigCodec(JsonObject defaults, References references) {
    this.defaults = defaults;
    this.references = references;
  }

  /** A codec without defaults of a file, for streams that are complete. */
  public static JsonStreamConfigCodec withoutDefaults(References references) {
    return new JsonStreamConfigCodec(JsonObject.empty("defaults"), references);
  }

  @Override
  public StreamConfig parse(String json) {
    Problems problems = new Problems();
    JsonObject written = JsonDocument.parse(json, problems);
    problems.throwIfAny();
    ReadContext context = new ReadContext(references, ReadContext.Author.CALLER, false, problems);
    StreamConfig config = new StreamReader(context).read(written.over(defaults));
    problems.throwIfAny();
    return config;
  }

  @Override
  public String render(StreamConfig config) {
    return StreamWriter.write(config, StreamWriter.Secrets.HIDDEN);
  }

  /** The stream as JSON that {@link #parse} reads back, references unresolved, secrets in clear. */
  public String store(StreamConfig config) {
    return StreamWriter.write(config, StreamWriter.Secrets.AS_WRITTEN);
  }
}
