package io.deltaingest.formats.jmespath;

import io.burt.jmespath.Adapter;
import io.burt.jmespath.JmesPathType;
import io.burt.jmespath.function.ArgumentConstraints;
import io.burt.jmespath.function.BaseFunction;
import io.burt.jmespath.function.FunctionArgument;
import java.util.List;

/** JMESPath's {@code length}, which counts a text's code points, not its UTF-16 units. */
final class LengthFunction extends BaseFunction {

  LengthFunction() {
    super(
        "length",
        ArgumentConstraints.typeOf(JmesPathType.STRING, JmesPathType.ARRAY, JmesPathType.OBJECT));
  }

  @Override
  protected <T> T callFunction(Adapter<T> runtime, List<FunctionArgument<T>> arguments) {
    T value = arguments.get(0).value();
    if (runtime.typeOf(value) == JmesPathType.STRING) {
      String text = runtime.toString(value);
      return runtime.createNumber((long) text.codePointCount(0, text.length()));
    }
    return runtime.createNumber((long) runtime.toList(value).size());
  }
}
