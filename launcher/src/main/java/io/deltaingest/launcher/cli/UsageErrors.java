package io.deltaingest.launcher.cli;

import io.deltaingest.launcher.config.NearestName;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with the arguments and where to read more. */
final class UsageErrors implements IParameterExceptionHandler {
  private final Session session;

  UsageErrors(Session session) {
    this.session = session;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    String problem = problem(wrong, command);
    session.report(
        problem
            + (problem.endsWith("?") ? " See " : ". See ")
            + command.getCommandSpec().qualifiedName()
            + " --help",
        null);
    return ExitCodes.USAGE;
  }

  private static String problem(ParameterException wrong, CommandLine command) {
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched.getUnmatched(), command);
    }
    if (wrong instanceof MissingParameterException missing) {
      List<String> names = missing.getMissing().stream().map(UsageErrors::name).toList();
      // An option that is there without its value and one that is not there are the same to
      // picocli.
      return String.join(" and ", names) + (names.size() == 1 ? " needs" : " need") + " a value";
    }
    if (wrong instanceof OverwrittenOptionException twice) {
      return name(twice.getOverwritten()) + " is given twice";
    }
    return wrong.getArgSpec() == null
        ? "the arguments can't be understood"
        : name(wrong.getArgSpec()) + " can't take that value";
  }

  private static String unknown(List<String> unmatched, CommandLine command) {
    for (String argument : unmatched) {
      if (argument.startsWith("-") && argument.length() > 1) {
        String option = beforeEquals(argument);
        return "unknown option " + option + NearestName.hint(option, options(command));
      }
    }
    String argument = beforeEquals(unmatched.get(0));
    if (!command.getSubcommands().isEmpty()) {
      return "unknown command "
          + argument
          + NearestName.hint(argument, command.getSubcommands().keySet());
    }
    if (argument.length() < unmatched.get(0).length()) {
      return "unexpected argument " + argument + "=…; each Kafka setting needs a -K of its own";
    }
    return "unexpected argument "
        + argument
        + "; an argument that holds spaces must be in quotes, and each transform needs a -t of its"
        + " own";
  }

  /** What follows may be a secret, so it is never shown. */
  private static String beforeEquals(String argument) {
    int equals = argument.indexOf('=');
    return equals < 0 ? argument : argument.substring(0, equals);
  }

  private static List<String> options(CommandLine command) {
    List<String> names = new ArrayList<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.hidden()) {
        names.addAll(List.of(option.names()));
      }
    }
    return names;
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
