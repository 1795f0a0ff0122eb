package io.deltaingest.formats.jmespath;

import io.burt.jmespath.Adapter;
import io.burt.jmespath.JmesPathType;
import io.burt.jmespath.function.ArgumentConstraints;
import io.burt.jmespath.function.BaseFunction;
import io.burt.jmespath.function.FunctionArgument;
import java.util.List;

/**
 * JMESPath's {@code to_number} without a way through floating point, which would change {@code
 * "9007199254740993"} and read {@code "0x1p3"}: text in JSON's number grammar is that number,
 * everything else but a number is null.
 */
final class ToNumberExactlyFunction extends BaseFunction {

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
      if (ExactNumber.isNumber(text)) {
        return runtime.parseString(text);
      }
    }
    return runtime.createNull();
  }
}
