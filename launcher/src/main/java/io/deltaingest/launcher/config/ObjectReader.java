package io.deltaingest.launcher.config;

import io.deltaingest.launcher.config.JsonValue.JsonArray;
import io.deltaingest.launcher.config.JsonValue.JsonBoolean;
import io.deltaingest.launcher.config.JsonValue.JsonNull;
import io.deltaingest.launcher.config.JsonValue.JsonNumber;
import io.deltaingest.launcher.config.JsonValue.JsonObject;
import io.deltaingest.launcher.config.JsonValue.JsonString;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads the members of one object, strictly. The keys asked for are the keys that exist: {@link
 * #end} reports any other one with the nearest of them. A member that is absent, null or wrong is
 * empty; a wrong one is reported besides, so that reading goes on and finds the rest.
 */
final class ObjectReader {
  private final JsonObject object;
  private final ReadContext context;
  private final Set<String> known = new LinkedHashSet<>();

  ObjectReader(JsonObject object, ReadContext context) {
    this.object = object;
    this.context = context;
  }

  /** Where a member is or would be. */
  String pathOf(String key) {
    JsonValue value = object.members().get(key);
    return value == null ? JsonDocument.member(object.path(), key) : value.path();
  }

  void problem(String key, String message) {
    context.problems().add(pathOf(key), message);
  }

  /** Whether the member is the operator's own writing. */
  boolean trusted(String key) {
    return member(key).map(context::trusts).orElse(true);
  }

  /** Whether the member is written and not null. */
  boolean has(String key) {
    return member(key).isPresent();
  }

  Optional<String> text(String key) {
    return member(key).flatMap(value -> textOf(value, false));
  }

  /** Whether the member was written for this object, and is no default of the file. */
  boolean isOwn(String key) {
    return has(key) && !pathOf(key).startsWith("defaults");
  }

  /** The member as the text that was written; reports one that is no text. */
  Optional<JsonString> rawText(String key) {
    Optional<JsonValue> value = member(key);
    if (value.isPresent() && value.get() instanceof JsonString raw) {
      return Optional.of(raw);
    }
    value.ifPresent(given -> mustBe(given, "a string"));
    return Optional.empty();
  }

  /**
   * What {@code parse} makes of a text; where it throws an {@link IllegalArgumentException}, its
   * message is the problem.
   */
  <T> Optional<T> parsed(String key, Function<String, T> parse) {
    return text(key).flatMap(text -> parsed(key, () -> parse.apply(text)));
  }

  /** What {@code parse} makes of a member that was read already, likewise. */
  <T> Optional<T> parsed(String key, Supplier<T> parse) {
    try {
      return Optional.of(parse.get());
    } catch (IllegalArgumentException e) {
      problem(key, e.getMessage());
      return Optional.empty();
    }
  }

  /** Text that must be there (but not in a fragment), and not blank. */
  Optional<String> requiredText(String key) {
    Optional<JsonValue> value = member(key);
    if (value.isEmpty() && !context.fragment()) {
      problem(key, "required");
    }
    Optional<String> text = value.flatMap(given -> textOf(given, false));
    if (text.isPresent() && text.get().isBlank()) {
      problem(key, "must not be empty");
      return Optional.empty();
    }
    return text;
  }

  /** Text that may be absent, but not blank. */
  Optional<String> requiredUnlessAbsent(String key) {
    return has(key) ? requiredText(key) : Optional.empty();
  }

  Optional<Boolean> bool(String key) {
    Optional<JsonValue> value = member(key);
    if (value.isPresent() && value.get() instanceof JsonBoolean bool) {
      return Optional.of(bool.value());
    }
    Optional<String> referenced = value.flatMap(this::referencedText);
    if (referenced.isPresent() && referenced.get().matches("true|false")) {
      return referenced.map(Boolean::valueOf);
    }
    value.ifPresent(given -> mustBe(given, "true or false"));
    return Optional.empty();
  }

  Optional<Integer> integer(String key, int least, int most) {
    String wanted = "a whole number from " + least + " to " + most;
    return member(key)
        .flatMap(
            value -> {
              Optional<BigDecimal> number = numberOf(value);
              if (number.isEmpty()) {
                mustBe(value, wanted);
                return Optional.empty();
              }
              try {
                int whole = number.get().intValueExact();
                if (whole >= least && whole <= most) {
                  return Optional.of(whole);
                }
              } catch (ArithmeticException e) {
                // Reported below: a fraction, or beyond the range of any int.
              }
              context.problems().add(value.path(), number.get() + " is not " + wanted);
              return Optional.empty();
            });
  }

  Optional<Duration> duration(String key) {
    return quantity(key, "a duration: " + DurationText.FORMS, DurationText::parse);
  }

  /** Bytes. */
  Optional<Long> size(String key) {
    return quantity(key, "a size: " + SizeText.FORMS, SizeText::parse);
  }

  /** Bytes of a heap of that size. */
  Optional<Long> memory(String key, long heapBytes) {
    return quantity(key, "null, or " + MemoryText.FORMS, text -> MemoryText.parse(text, heapBytes));
  }

  /** One of some words. */
  <T> Optional<T> oneOf(String key, Map<String, T> words) {
    Optional<String> text = text(key);
    Optional<T> chosen = text.map(words::get);
    if (text.isPresent() && chosen.isEmpty()) {
      problem(
          key,
          "\""
              + text.get()
              + "\" is none of "
              + String.join(", ", words.keySet())
              + NearestName.hint(text.get(), words.keySet()));
    }
    return chosen;
  }

  /** A member object; an empty one where there is none. */
  ObjectReader object(String key) {
    Optional<JsonValue> value = member(key);
    if (value.isPresent() && value.get() instanceof JsonObject member) {
      return new ObjectReader(member, context);
    }
    value.ifPresent(given -> mustBe(given, "an object"));
    return new ObjectReader(JsonObject.empty(pathOf(key)), context);
  }

  /** The member object as written. */
  Optional<JsonObject> rawObject(String key) {
    Optional<JsonValue> value = member(key);
    if (value.isPresent() && value.get() instanceof JsonObject raw) {
      return Optional.of(raw);
    }
    value.ifPresent(given -> mustBe(given, "an object"));
    return Optional.empty();
  }

  /** The elements of a member array, as written; none where there is none. */
  List<JsonValue> elements(String key) {
    Optional<JsonValue> value = member(key);
    if (value.isPresent() && value.get() instanceof JsonArray array) {
      return array.elements();
    }
    value.ifPresent(given -> mustBe(given, "an array"));
    return List.of();
  }

  /** Texts, none of them twice. */
  List<String> distinctTexts(String key) {
    Set<String> texts = new LinkedHashSet<>();
    for (JsonValue element : elements(key)) {
      textOf(element, false)
          .filter(text -> !texts.add(text))
          .ifPresent(text -> context.problems().add(element.path(), "\"" + text + "\" twice"));
    }
    return new ArrayList<>(texts);
  }

  /** The members of an object whose keys are the user's own and whose values are texts. */
  Map<String, String> texts(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    rawObject(key)
        .ifPresent(
            raw ->
                raw.members()
                    .forEach(
                        (name, value) -> {
                          if (!(value instanceof JsonNull)) {
                            textOf(value, false).ifPresent(text -> texts.put(name, text));
                          }
                        }));
    return texts;
  }

  /** Reports the keys that nobody asked for. Called last. */
  void end() {
    object
        .members()
        .forEach(
            (key, value) -> {
              if (!known.contains(key)) {
                context.problems().add(value.path(), "unknown key" + NearestName.hint(key, known));
              }
            });
  }

  /**
   * The value as text with its references resolved; reports one that is no text.
   *
   * @param keepsReferences whether the text is stored and shown with its references unresolved, so
   *     that anybody may write some
   */
  Optional<String> textOf(JsonValue value, boolean keepsReferences) {
    if (!(value instanceof JsonString string)) {
      mustBe(value, "a string");
      return Optional.empty();
    }
    if (!keepsReferences && !context.trusts(value) && References.isIn(string.text())) {
      context
          .problems()
          .add(
              value.path(),
              "references (${env:NAME}, ${file:PATH}) are resolved here only in source.kafka");
      return Optional.empty();
    }
    return context.references().resolve(value.path(), string.text(), context.problems());
  }

  private Optional<JsonValue> member(String key) {
    known.add(key);
    JsonValue value = object.members().get(key);
    return value == null || value instanceof JsonNull ? Optional.empty() : Optional.of(value);
  }

  /** A number as such, or from a reference, since those can only be written in strings. */
  Optional<BigDecimal> numberOf(JsonValue value) {
    if (value instanceof JsonNumber number) {
      return Optional.of(number.value());
    }
    return referencedText(value).filter(text -> text.matches("-?\\d{1,18}")).map(BigDecimal::new);
  }

  private Optional<String> referencedText(JsonValue value) {
    return value instanceof JsonString string && References.isIn(string.text())
        ? textOf(string, false)
        : Optional.empty();
  }

  private <T> Optional<T> quantity(String key, String wanted, Function<String, T> parse) {
    return member(key)
        .flatMap(
            value -> {
              Optional<String> text;
              if (value instanceof JsonNumber number) {
                text = Optional.of(number.value().toString());
              } else if (value instanceof JsonString) {
                text = textOf(value, false);
              } else {
                mustBe(value, wanted);
                return Optional.empty();
              }
              try {
                return text.map(parse);
              } catch (IllegalArgumentException e) {
                context.problems().add(value.path(), e.getMessage());
                return Optional.empty();
              }
            });
  }

  private void mustBe(JsonValue value, String wanted) {
    context.problems().add(value.path(), "is " + value.kind() + "; must be " + wanted);
  }
}
