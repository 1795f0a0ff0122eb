package io.deltaingest.formats;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.SchemaRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A registry of the schemas that a test put into it. */
public final class FixedRegistry implements SchemaRegistry {

  private final Map<Integer, RegisteredSchema> schemas = new HashMap<>();
  private final Map<String, Integer> latest = new HashMap<>();
  private boolean away;
  private int requests;

  public FixedRegistry with(
      int id, RegisteredSchema.Kind kind, String text, RegisteredSchema.Reference... references) {
    schemas.put(id, new RegisteredSchema(id, kind, text, List.of(references)));
    return this;
  }

  /** The schema of that id is the newest of the subject. */
  public FixedRegistry withLatest(String subject, int id) {
    latest.put(subject, id);
    return this;
  }

  public void setAway(boolean isAway) {
    away = isAway;
  }

  /** How often a schema was asked for. */
  public int requests() {
    return requests;
  }

  @Override
  public Optional<RegisteredSchema> byId(int id) {
    requests++;
    if (away) {
      throw new TransientException(Problem.of("The registry is away", "", ""));
    }
    return Optional.ofNullable(schemas.get(id));
  }

  @Override
  public Optional<RegisteredSchema> latest(String subject) {
    return Optional.ofNullable(latest.get(subject)).flatMap(this::byId);
  }
}
