package io.deltaingest.formats;

import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.port.RowTransformerFactory;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.formats.transform.TransformPlan;
import java.util.List;

/**
 * Makes transformers of messages that are one JSON object each, in UTF-8 (the default format, and
 * {@code --json TEXT}). Thread-safe; each transformer belongs to one thread.
 */
public final class JsonRowTransformerFactory implements RowTransformerFactory {

  private final TransformPlan transforms;

  /**
   * Compiles the transforms.
   *
   * @throws io.deltaingest.domain.error.ConfigurationException when one does not parse, calls an
   *     unknown function or one with the wrong number of arguments, or sets or reads an unknown
   *     place; it names the transform as written
   */
  public JsonRowTransformerFactory(List<Transform> transforms) {
    this.transforms = TransformPlan.compile(transforms);
  }

  @Override
  public RowTransformer create(TableSchema schema) {
    return new JsonRowTransformer(schema, transforms.newPipeline());
  }
}
