package io.deltaingest.http;

import io.deltaingest.domain.stream.ConfigProblem;
import io.deltaingest.domain.stream.InvalidConfigException;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfigCodec;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the name only and takes the rest from {@link Samples}; reports every other member it meets.
 */
final class FakeCodec implements StreamConfigCodec {

  @Override
  public StreamConfig parse(String json) {
    JsonObject stream = new JsonObject(json);
    List<ConfigProblem> problems = new ArrayList<>();
    if (!stream.containsKey("name")) {
      problems.add(new ConfigProblem("name", "is missing"));
    }
    for (String member : stream.fieldNames()) {
      if (!member.equals("name")) {
        problems.add(new ConfigProblem(member, "is unknown"));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems);
    }
    return Samples.config(stream.getString("name"));
  }

  @Override
  public String render(StreamConfig config) {
    StreamConfig.CreateTable create = config.table().create().orElseThrow();
    JsonObject kafka = new JsonObject();
    config.source().kafka().redacted().forEach(kafka::put);
    JsonObject seekOffsets = new JsonObject();
    config.source().seekOffsets().forEach((part, at) -> seekOffsets.put(part.toString(), at));
    StreamConfig.DeadLetters deadLetters = config.deadLetters().orElseThrow();
    return new JsonObject()
        .put("name", config.name())
        .put(
            "source",
            new JsonObject()
                .put("topic", config.source().topic())
                .put("group", config.source().group())
                .put("startFrom", "earliest")
                .put("endsAtLatestOffsets", config.source().endsAtLatestOffsets())
                .put("seekOffsets", seekOffsets)
                .put("kafka", kafka))
        .put("format", new JsonObject().put("type", "json").put("gzip", false))
        .put("transforms", transforms(config.transforms()))
        .put(
            "table",
            new JsonObject()
                .put("location", config.table().location())
                .put("appId", config.table().appId())
                .put("checkpoints", config.table().checkpoints())
                .put("engine", "kernel")
                .put(
                    "create",
                    new JsonObject()
                        .put("schema", new JsonObject(create.schemaJson().orElseThrow()))
                        .put("partitionBy", create.partitionBy())))
        .put("maxMessagesPerBatch", config.maxMessagesPerBatch())
        .put(
            "flush", new JsonObject().put("allowedLatency", "60s").put("minBytesPerFile", "128MiB"))
        .put(
            "deadLetters",
            new JsonObject()
                .put("location", deadLetters.location())
                .put("transforms", transforms(deadLetters.transforms())))
        .put("onBadRecord", "dead-letter")
        .put("workers", config.workers())
        .put("state", "running")
        .encode();
  }

  private static JsonObject transforms(List<StreamConfig.Transform> transforms) {
    JsonObject object = new JsonObject();
    transforms.forEach(one -> object.put(one.property(), one.source()));
    return object;
  }
}
