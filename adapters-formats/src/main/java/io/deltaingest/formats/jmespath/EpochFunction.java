package io.deltaingest.formats.jmespath;

import io.burt.jmespath.Adapter;
import io.burt.jmespath.JmesPathType;
import io.burt.jmespath.function.ArgumentConstraints;
import io.burt.jmespath.function.BaseFunction;
import io.burt.jmespath.function.Function;
import io.burt.jmespath.function.FunctionArgument;
import io.deltaingest.formats.value.CompactJson;
import io.deltaingest.formats.value.DecimalText;
import io.deltaingest.formats.value.Utf8Buffer;
import io.deltaingest.formats.value.ValueTape;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An {@link EpochConversion} as the interpreter calls it. */
final class EpochFunction extends BaseFunction {

  private final EpochConversion conversion;

  private EpochFunction(EpochConversion conversion) {
    super(conversion.functionName(), ArgumentConstraints.typeOf(JmesPathType.NUMBER));
    this.conversion = conversion;
  }

  static Function[] all() {
    EpochConversion[] conversions = EpochConversion.values();
    Function[] functions = new Function[conversions.length];
    for (int i = 0; i < functions.length; i++) {
      functions[i] = new EpochFunction(conversions[i]);
    }
    return functions;
  }

  @Override
  protected <T> T callFunction(Adapter<T> runtime, List<FunctionArgument<T>> arguments) {
    ValueTape tape = new ValueTape();
    int start = tape.scratch().length();
    tape.scratch().appendAscii(runtime.toString(arguments.get(0).value()));
    int result = conversion.convert(tape, tape.addScratchNumber(start), new DecimalText());
    if (result == ValueTape.NONE) {
      throw new ArithmeticException(name() + ": the time is out of range");
    }
    Utf8Buffer json = new Utf8Buffer(32);
    CompactJson.write(tape, result, json);
    return runtime.parseString(new String(json.array(), 0, json.length(), StandardCharsets.UTF_8));
  }
}
