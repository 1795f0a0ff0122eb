package io.deltaingest.launcher.config;

import io.deltaingest.domain.stream.ConfigProblem;
import io.deltaingest.domain.stream.SecretText;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConflicts;
import io.deltaingest.launcher.config.JsonValue.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the configuration file: every problem at once, each at its path. Relative paths are
 * relative to the working directory of the process, as on the command line.
 */
public final class ServeConfigReader {
  static final String DEFAULTS = "defaults";
  private static final String DEFAULT_STATE_PATH = "./streams";

  private final Map<String, String> environment;
  private final long heapBytes;

  /**
   * @param environment for references and for {@code KDI_METRICS_*}
   */
  public ServeConfigReader(Map<String, String> environment) {
    this(environment, Runtime.getRuntime().maxMemory());
  }

  /**
   * @param heapBytes what the heap can become, which {@code memory} is a part of
   */
  ServeConfigReader(Map<String, String> environment, long heapBytes) {
    this.environment = Map.copyOf(environment);
    this.heapBytes = heapBytes;
  }

  /**
   * @throws io.deltaingest.domain.stream.InvalidConfigException with all problems
   */
  public ServeConfig read(String json) {
    Problems problems = new Problems();
    JsonObject document = JsonDocument.parse(json, problems);
    References references = new References(environment);
    ReadContext context = new ReadContext(references, ReadContext.Author.OPERATOR, false, problems);
    ObjectReader root = new ObjectReader(document, context);

    HttpConfig http = http(root.object("http"));
    MetricsConfig metrics = metrics(root.object("metrics"), problems);
    Path state = state(root.object("state"));
    Optional<Long> memory = root.memory("memory", heapBytes);
    JsonObject defaults = defaults(root, context);
    List<StreamConfig> streams = streams(root, defaults, context);
    root.end();
    problems.throwIfAny();
    return new ServeConfig(
        http, metrics, state, memory, streams, new JsonStreamConfigCodec(defaults, references));
  }

  private static HttpConfig http(ObjectReader http) {
    HttpConfig read =
        new HttpConfig(
            http.requiredUnlessAbsent("host").orElse(HttpConfig.DEFAULT_HOST),
            http.integer("port", 0, 65535).orElse(HttpConfig.DEFAULT_PORT),
            http.text("tokenFile").flatMap(file -> token(http, file)));
    http.end();
    return read;
  }

  private static Optional<SecretText> token(ObjectReader http, String file) {
    try {
      String token = Files.readString(Path.of(file)).strip();
      if (!token.isEmpty()) {
        return Optional.of(SecretText.of(token));
      }
      http.problem("tokenFile", file + ": the file is empty; write the token into it");
    } catch (IOException | InvalidPathException e) {
      http.problem("tokenFile", UnreadableFile.describe(file, e));
    }
    return Optional.empty();
  }

  private MetricsConfig metrics(ObjectReader metrics, Problems problems) {
    boolean prometheus = metrics.bool("prometheus").orElse(true);
    Optional<StatsdConfig> statsd = Optional.empty();
    try {
      statsd =
          metrics
              .text("statsd")
              .map(StatsdEndpoint::parse)
              .map(endpoint -> StatsdConfig.of(endpoint, environment, problems));
    } catch (IllegalArgumentException e) {
      metrics.problem("statsd", e.getMessage());
    }
    metrics.end();
    return new MetricsConfig(prometheus, statsd);
  }

  private static Path state(ObjectReader state) {
    String path = state.text("path").orElse(DEFAULT_STATE_PATH);
    state.end();
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      state.problem("path", "\"" + path + "\" is no path");
      return Path.of(DEFAULT_STATE_PATH);
    }
  }

  /** Reads them on their own too, so that what is wrong in them shows even if no stream uses it. */
  private static JsonObject defaults(ObjectReader root, ReadContext context) {
    JsonObject defaults = root.rawObject(DEFAULTS).orElse(JsonObject.empty(DEFAULTS));
    new StreamReader(context.asFragment()).read(defaults);
    if (defaults.members().containsKey("name")) {
      context.problems().add(DEFAULTS + ".name", "streams can't share a name; leave it out");
    }
    return defaults;
  }

  private static List<StreamConfig> streams(
      ObjectReader root, JsonObject defaults, ReadContext context) {
    List<StreamConfig> streams = new ArrayList<>();
    for (JsonValue element : root.elements("streams")) {
      if (!(element instanceof JsonObject written)) {
        context.problems().add(element.path(), "is " + element.kind() + "; must be an object");
        continue;
      }
      StreamConfig config = new StreamReader(context).read(written.over(defaults));
      for (StreamConfig other : streams) {
        contradictions(element.path(), config, other, context.problems());
      }
      streams.add(config);
    }
    return streams;
  }

  private static void contradictions(
      String path, StreamConfig config, StreamConfig other, Problems problems) {
    if (isIncomplete(config) || isIncomplete(other)) {
      return;
    }
    if (config.name().equals(other.name())) {
      problems.add(path + ".name", "there is a stream \"" + config.name() + "\" already");
    }
    for (ConfigProblem problem : StreamConflicts.between(config, other)) {
      problems.add(path + "." + problem.path(), problem.message());
    }
  }

  /**
   * Whether it holds stand-ins for what was missing or wrong, which would all seem to be the same.
   */
  private static boolean isIncomplete(StreamConfig config) {
    return config.name().isEmpty()
        || config.source().topic().isEmpty()
        || StreamRules.problemOfLocation(config.table().location()).isPresent();
  }
}
