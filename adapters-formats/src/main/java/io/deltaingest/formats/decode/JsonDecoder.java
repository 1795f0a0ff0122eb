package io.deltaingest.formats.decode;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.formats.json.JsonTokenizer;
import io.deltaingest.formats.value.Excerpt;
import io.deltaingest.formats.value.ValueTape;

/** Values that are one JSON object each, or keys that are one JSON value each, in UTF-8. */
public final class JsonDecoder implements MessageDecoder {

  private final ValueTape tape;
  private final JsonTokenizer tokenizer;
  private final boolean objectsOnly;
  private ByteSlice value;
  private boolean done;
  private String errorClass;
  private String error;

  /** A decoder of objects. */
  public JsonDecoder(ValueTape tape) {
    this(tape, true);
  }

  private JsonDecoder(ValueTape tape, boolean objectsOnly) {
    this.tape = tape;
    this.objectsOnly = objectsOnly;
    this.tokenizer = new JsonTokenizer(tape);
  }

  /** A decoder of any JSON value, which is no record and no message by itself. */
  static JsonDecoder ofAnyValue(ValueTape tape) {
    return new JsonDecoder(tape, false);
  }

  @Override
  public void begin(ByteSlice newValue) {
    value = newValue;
    done = false;
  }

  @Override
  public int next() {
    if (done) {
      return ValueTape.NONE;
    }
    done = true;
    if (value.length() == 0) {
      return fail("empty", "The message's value has no bytes");
    }
    int root = tokenizer.read(value.array(), value.offset(), value.length());
    if (root == ValueTape.NONE) {
      return fail(classOfSyntaxError(), "The message is no JSON text: " + tokenizer.errorDetail());
    }
    if (objectsOnly && tape.kind(root) != ValueTape.OBJECT) {
      return fail("not-an-object", "The message is JSON, but no object");
    }
    return root;
  }

  @Override
  public Rejection rejection() {
    String excerpt = Excerpt.of(value.array(), value.offset(), value.length());
    return new Rejection(Rejection.Stage.DECODE, errorClass, null, null, excerpt, error);
  }

  @Override
  public void end() {
    value = null;
  }

  private int fail(String newErrorClass, String newError) {
    errorClass = newErrorClass;
    error = newError;
    return FAILED;
  }

  private String classOfSyntaxError() {
    return switch (tokenizer.error()) {
      case SYNTAX -> "invalid-json";
      case ENCODING -> "invalid-utf8";
      case DEPTH -> "too-deep";
    };
  }
}
