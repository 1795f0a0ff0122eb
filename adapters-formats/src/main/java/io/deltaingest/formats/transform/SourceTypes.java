package io.deltaingest.formats.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.formats.jmespath.ExpressionShape;
import io.deltaingest.formats.jmespath.JmesPathExpression;
import java.math.BigDecimal;
import java.util.List;

/** The types of what sources give, where they can be told without a message. */
final class SourceTypes {

  private static final int MOST_LONG_DIGITS = 18;

  private final StructType message;
  private final boolean decodedKeys;

  /**
   * @param message the types of its properties, as transforms see them
   * @param decodedKeys whether keys have a format
   */
  SourceTypes(StructType message, boolean decodedKeys) {
    this.message = message;
    this.decodedKeys = decodedKeys;
  }

  /**
   * @param source one that compiles
   * @return null where it can't be told
   */
  DataType of(String source) {
    return MetadataSources.isMetadata(source)
        ? ofMetadata(MetadataSources.find(source, decodedKeys))
        : of(JmesPathExpression.compile(source).shape());
  }

  private static DataType ofMetadata(TransformSource source) {
    if (source instanceof RecordMetadata metadata) {
      return switch (metadata) {
        case OFFSET, PARTITION, TIMESTAMP, TIMESTAMP_TYPE -> PrimitiveType.LONG;
        case TOPIC, KEY, KEY_BASE64 -> PrimitiveType.STRING;
        case HEADERS -> null;
      };
    }
    return source instanceof HeaderSource ? PrimitiveType.STRING : null;
  }

  private DataType of(ExpressionShape shape) {
    if (shape instanceof ExpressionShape.Path path) {
      return ofPath(path.names());
    }
    if (shape instanceof ExpressionShape.Literal literal) {
      return ofConstant(literal.value());
    }
    if (shape instanceof ExpressionShape.Call call) {
      return ofFunction(call.function());
    }
    if (shape instanceof ExpressionShape.Logic logic) {
      DataType left = of(logic.left().shape());
      return left != null && left.equals(of(logic.right().shape())) ? left : null;
    }
    return shape instanceof ExpressionShape.Equality || shape instanceof ExpressionShape.Not
        ? PrimitiveType.BOOLEAN
        : null;
  }

  private DataType ofPath(List<String> names) {
    DataType type = message;
    for (String name : names) {
      if (type instanceof StructType struct) {
        int index = struct.indexOf(name);
        type = index < 0 ? null : struct.fields().get(index).type();
      } else {
        type = type instanceof MapType map ? map.valueType() : null;
      }
    }
    return type;
  }

  private static DataType ofConstant(JsonNode constant) {
    return switch (constant.getNodeType()) {
      case STRING -> PrimitiveType.STRING;
      case BOOLEAN -> PrimitiveType.BOOLEAN;
      case NUMBER -> ofNumber(constant.decimalValue());
      default -> null;
    };
  }

  private static DataType ofNumber(BigDecimal number) {
    if (number.scale() != 0) {
      return PrimitiveType.DOUBLE;
    }
    return number.precision() <= MOST_LONG_DIGITS ? PrimitiveType.LONG : null;
  }

  /** Of the functions whose result does not depend on what they are given. */
  private static DataType ofFunction(String name) {
    return switch (name) {
      case "join",
          "substr",
          "to_string",
          "type",
          "epoch_seconds_to_iso8601",
          "epoch_millis_to_iso8601",
          "epoch_micros_to_iso8601" ->
          PrimitiveType.STRING;
      case "contains", "ends_with", "starts_with" -> PrimitiveType.BOOLEAN;
      case "length", "epoch_millis_to_micro" -> PrimitiveType.LONG;
      case "keys" -> new ArrayType(PrimitiveType.STRING, true);
      default -> null;
    };
  }
}
