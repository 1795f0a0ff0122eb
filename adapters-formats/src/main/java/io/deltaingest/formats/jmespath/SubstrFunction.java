package io.deltaingest.formats.jmespath;

import com.fasterxml.jackson.databind.JsonNode;
import io.burt.jmespath.Adapter;
import io.burt.jmespath.JmesPathType;
import io.burt.jmespath.function.ArgumentConstraints;
import io.burt.jmespath.function.BaseFunction;
import io.burt.jmespath.function.FunctionArgument;
import java.util.List;

/**
 * {@code substr(string, skip, take)}, counted in code points. A negative count is 0, a fraction is
 * cut, and what lies beyond the text's end is not there.
 */
public final class SubstrFunction extends BaseFunction {

  /** The function's name in expressions. */
  public static final String NAME = "substr";

  SubstrFunction() {
    super(
        NAME,
        ArgumentConstraints.typeOf(JmesPathType.STRING),
        ArgumentConstraints.typeOf(JmesPathType.NUMBER),
        ArgumentConstraints.typeOf(JmesPathType.NUMBER));
  }

  /** How many code points a numeric argument means. */
  public static long count(JsonNode number) {
    return count(number.numberValue());
  }

  private static long count(Number number) {
    return Math.max(0, (long) number.doubleValue());
  }

  @Override
  protected <T> T callFunction(Adapter<T> runtime, List<FunctionArgument<T>> arguments) {
    String text = runtime.toString(arguments.get(0).value());
    long skip = count(runtime.toNumber(arguments.get(1).value()));
    long take = count(runtime.toNumber(arguments.get(2).value()));
    int length = text.codePointCount(0, text.length());
    int from = (int) Math.min(skip, length);
    int count = (int) Math.min(take, length - from);
    int start = text.offsetByCodePoints(0, from);
    return runtime.createString(text.substring(start, text.offsetByCodePoints(start, count)));
  }
}
