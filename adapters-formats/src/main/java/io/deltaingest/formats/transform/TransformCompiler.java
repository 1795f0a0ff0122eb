package io.deltaingest.formats.transform;

import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.formats.value.PropertyName;
import java.util.Arrays;

/** Compiles one transform, and says what is wrong with one that can't be. */
final class TransformCompiler {

  private final Transform transform;
  private final String written;
  private final SourceCompiler sources;

  private TransformCompiler(Transform transform, boolean decodedKeys) {
    this.transform = transform;
    this.written = transform.property() + ": " + transform.source();
    this.sources = new SourceCompiler("Transform \"" + written + "\"", decodedKeys);
  }

  /**
   * @param decodedKeys whether keys have a format, so that they are more than text
   */
  static CompiledTransform compile(Transform transform, boolean decodedKeys) {
    return new TransformCompiler(transform, decodedKeys).compile();
  }

  private CompiledTransform compile() {
    PropertyName[] path = path();
    TransformSource source = sources.compile(transform.source());
    return new CompiledTransform(
        transform.property(), written, transform.source().strip(), path, source);
  }

  private PropertyName[] path() {
    String[] names = transform.property().split("\\.", -1);
    if (Arrays.asList(names).contains("")) {
      throw sources.refused(
          "its property is empty or has an empty part",
          "Write PROPERTY: SOURCE, with dots only between the names of nested properties",
          null);
    }
    return Arrays.stream(names).map(PropertyName::new).toArray(PropertyName[]::new);
  }
}
