package io.deltaingest.formats.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.Message;
import io.deltaingest.formats.jmespath.JsonTrees;
import io.deltaingest.formats.value.DecimalText;
import io.deltaingest.formats.value.LatestText;
import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.Shapes;
import io.deltaingest.formats.value.ValueTape;

/**
 * What sources need of the message at hand, and why one failed. One for each transformer, aimed at
 * message after message.
 */
final class Evaluation {

  /** The source can't be applied to this message. */
  static final int FAILED = -2;

  /** No source asked for the key yet. */
  private static final int UNREAD = -3;

  private final RecordKey recordKey;
  private final DecimalText decimal = new DecimalText();
  private final LatestText topic = new LatestText();
  private ValueTape tape;
  private int root;
  private int shape;
  private Message message;
  private JsonNode tree;
  private ObjectNode partialTree;
  private int key;
  private String failure;
  private int failedValue;

  /**
   * @param recordKey null where keys have no format
   */
  Evaluation(RecordKey recordKey) {
    this.recordKey = recordKey;
  }

  void begin(ValueTape messageTape, int messageRoot, Message currentMessage) {
    tape = messageTape;
    root = messageRoot;
    shape = messageTape.shapeOf(messageRoot);
    message = currentMessage;
    key = UNREAD;
  }

  /** Lets go of the message. */
  void end() {
    tape = null;
    message = null;
    tree = null;
    partialTree = null;
  }

  ValueTape tape() {
    return tape;
  }

  /** The message as it came. */
  int root() {
    return root;
  }

  /** The shape that the message came in, or {@link Shapes#NONE}. */
  int shape() {
    return shape;
  }

  Message message() {
    return message;
  }

  DecimalText decimal() {
    return decimal;
  }

  /** The message as it came, as a tree; the same one for all sources. */
  JsonNode tree() {
    if (tree == null) {
      tree = JsonTrees.toTree(tape, root);
    }
    return tree;
  }

  /** A tree that has at least those properties of the message as it came. */
  JsonNode treeWith(PropertyName[] properties) {
    if (tree != null || tape.kind(root) != ValueTape.OBJECT) {
      return tree();
    }
    if (partialTree == null) {
      partialTree = JsonNodeFactory.instance.objectNode();
    }
    for (PropertyName property : properties) {
      if (!partialTree.has(property.text())) {
        int value = tape.property(root, property);
        if (value != ValueTape.NONE) {
          partialTree.set(property.text(), JsonTrees.toTree(tape, value));
        }
      }
    }
    return partialTree;
  }

  /**
   * The record's key as its format says, on the message's tape, decoded once a message; {@link
   * ValueTape#NONE} where there is none, {@link #FAILED} where it is not of its format.
   */
  int key() {
    if (key == UNREAD) {
      ByteSlice bytes = message.key();
      key = bytes == null ? ValueTape.NONE : recordKey.addTo(tape, bytes);
    }
    return key == FAILED
        ? fail("the record's key can't be decoded: " + recordKey.failure(), ValueTape.NONE)
        : key;
  }

  /** The topic's name in UTF-8; a source reads few topics, so the last one is kept. */
  byte[] topicBytes() {
    return topic.utf8(message.topic());
  }

  /** Notes why a source failed, and at which value if there is one. */
  int fail(String reason, int value) {
    failure = reason;
    failedValue = value;
    return FAILED;
  }

  String failure() {
    return failure;
  }

  int failedValue() {
    return failedValue;
  }
}
