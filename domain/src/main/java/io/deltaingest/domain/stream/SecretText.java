package io.deltaingest.domain.stream;

import java.util.Objects;

/**
 * A text that must not be shown: neither {@link #toString} nor anything built on it prints it.
 * Equal to another one of the same value. Immutable.
 */
public final class SecretText {

  private final String value;
  private final String asWritten;

  private SecretText(String value, String asWritten) {
    this.value = Objects.requireNonNull(value, "value");
    this.asWritten = Objects.requireNonNull(asWritten, "asWritten");
  }

  /** A secret that was written out in full. */
  public static SecretText of(String value) {
    return new SecretText(value, value);
  }

  /** A secret that was written as a reference to where it is kept. */
  public static SecretText resolved(String value, String asWritten) {
    return new SecretText(value, asWritten);
  }

  /** The secret in clear. */
  public String value() {
    return value;
  }

  /** The text with references like {@code ${env:NAME}} unresolved: what is fit to be stored. */
  public String asWritten() {
    return asWritten;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretText secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return KafkaSettings.REDACTED;
  }
}
