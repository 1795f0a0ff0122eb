package io.deltaingest.launcher.config;

import io.deltaingest.domain.stream.ConfigProblem;
import io.deltaingest.domain.stream.InvalidConfigException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gathers what is wrong, so that all of it is reported at once. Each problem counts once. */
public final class Problems {
  private final Set<ConfigProblem> found = new LinkedHashSet<>();

  public void add(String path, String message) {
    found.add(new ConfigProblem(path, message));
  }

  public List<ConfigProblem> all() {
    return List.copyOf(found);
  }

  public boolean any() {
    return !found.isEmpty();
  }

  /**
   * @throws InvalidConfigException with everything gathered, if there is something
   */
  public void throwIfAny() {
    if (any()) {
      throw new InvalidConfigException(all());
    }
  }
}
