package io.deltaingest.formats.jmespath;

import io.burt.jmespath.Adapter;
import io.burt.jmespath.JmesPathType;
import io.burt.jmespath.function.ArgumentConstraints;
import io.burt.jmespath.function.BaseFunction;
import io.burt.jmespath.function.FunctionArgument;
import java.util.List;
import java.util.regex.Pattern;

/**
 * JMESPath's {@code to_number} without a way through floating point, which would change {@code
 * "9007199254740993"} and read {@code "0x1p3"}: text in JSON's number grammar is that number,
 * everything else but a number is null.
 */
final class ToNumberExactlyFunction extends BaseFunction {

  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  ToNumberExactlyFunction() {
    super("to_number", ArgumentConstraints.anyValue());
  }

  @Override
  protected <T> T callFunction(Adapter<T> runtime, List<FunctionArgument<T>> arguments) {
    T value = arguments.get(0).value();
    if (runtime.typeOf(value) == JmesPathType.NUMBER) {
      return value;
    }
    if (runtime.typeOf(value) == JmesPathType.STRING) {
      String text = runtime.toString(value);
      if (JSON_NUMBER.matcher(text).matches()) {
        return runtime.parseString(text);
      }
    }
    return runtime.createNull();
  }
}
