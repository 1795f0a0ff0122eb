package io.deltaingest.launcher.config;

import java.util.Objects;

/** A text that can't print itself. */
public final class Secret {
  private final String text;

  Secret(String text) {
    this.text = Objects.requireNonNull(text, "text");
  }

  /** The text, for whoever has to use it. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "[hidden]";
  }
}
