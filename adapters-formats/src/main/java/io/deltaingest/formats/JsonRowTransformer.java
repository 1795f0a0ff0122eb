package io.deltaingest.formats;

import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.formats.coerce.RowWriter;
import io.deltaingest.formats.json.JsonTokenizer;
import io.deltaingest.formats.transform.TransformPipeline;
import io.deltaingest.formats.value.Excerpt;
import io.deltaingest.formats.value.ValueTape;
import java.util.Map;

/** One JSON object to one row. */
final class JsonRowTransformer implements RowTransformer {

  private final ValueTape tape = new ValueTape();
  private final JsonTokenizer tokenizer = new JsonTokenizer(tape);
  private final TransformPipeline transforms;
  private final RowWriter rows;

  JsonRowTransformer(TableSchema schema, TransformPipeline transforms) {
    this.transforms = transforms;
    this.rows = new RowWriter(schema);
  }

  @Override
  public Rejection transform(Message message, RowBatch into) {
    try {
      return transform(message, message.value(), into);
    } finally {
      tape.release();
    }
  }

  @Override
  public Map<String, Long> droppedProperties() {
    return rows.droppedProperties();
  }

  private Rejection transform(Message message, ByteSlice value, RowBatch into) {
    if (value.length() == 0) {
      return undecodable("empty", "The message's value has no bytes", value);
    }
    int root = tokenizer.read(value.array(), value.offset(), value.length());
    if (root == ValueTape.NONE) {
      return notJson(value);
    }
    if (tape.kind(root) != ValueTape.OBJECT) {
      return undecodable("not-an-object", "The message is JSON, but no object", value);
    }
    int transformed = transforms.apply(tape, root, message);
    if (transformed == ValueTape.NONE) {
      return transforms.rejection(tape);
    }
    int before = into.rowCount();
    if (!rows.write(tape, transformed, into)) {
      into.rollbackTo(before);
      return rows.rejection(tape);
    }
    return null;
  }

  private Rejection notJson(ByteSlice value) {
    String errorClass =
        switch (tokenizer.error()) {
          case SYNTAX -> "invalid-json";
          case ENCODING -> "invalid-utf8";
          case DEPTH -> "too-deep";
        };
    return undecodable(
        errorClass, "The message is no JSON text: " + tokenizer.errorDetail(), value);
  }

  private static Rejection undecodable(String errorClass, String detail, ByteSlice value) {
    String excerpt = Excerpt.of(value.array(), value.offset(), value.length());
    return new Rejection(Rejection.Stage.DECODE, errorClass, null, null, excerpt, detail);
  }
}
