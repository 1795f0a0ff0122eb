package io.deltaingest.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.launcher.docs.Documents;
import io.deltaingest.launcher.docs.Markdown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The README's tables of options against the options that there are. */
class OptionsInReadmeTest {

  private static final Pattern ENVIRONMENT = Pattern.compile("\\(env ([A-Z_]+)");
  private static final Pattern DEFAULT = Pattern.compile("[(; ]default ([^;()]+)\\)");
  private static final String NONE = "-";

  /** Every command has these. */
  private static final List<String> STANDARD = List.of("-h", "--help", "-V", "--version");

  private final CommandSpec ingest = CommandSpec.forAnnotatedObject(new IngestCommand(null));
  private final Markdown readme = Documents.readme();

  @Test
  void shouldListEveryOptionWithVariableAndDefault() {
    Map<List<String>, List<String>> program = new TreeMap<>(this::compareNames);
    arguments()
        .forEach(
            argument ->
                program.put(
                    names(argument),
                    List.of(
                        found(ENVIRONMENT, describe(argument)),
                        found(DEFAULT, describe(argument)))));
    Map<List<String>, List<String>> documented = new TreeMap<>(this::compareNames);
    for (List<String> row : readme.table("options").rows()) {
      documented.put(
          Markdown.codeIn(row.get(0)), List.of(codeOrNone(row.get(1)), codeOrNone(row.get(2))));
    }

    assertThat(documented).hasSizeGreaterThan(15).isEqualTo(program);
  }

  @Test
  void shouldListEveryOptionOfServe() {
    TreeSet<String> names = new TreeSet<>();
    for (OptionSpec option : CommandSpec.forAnnotatedObject(new ServeCommand(null)).options()) {
      names.addAll(List.of(option.names()));
    }
    names.removeAll(STANDARD);

    assertThat(new TreeSet<>(readme.table("serve options").codeOfColumn(0))).isEqualTo(names);
  }

  private Stream<ArgSpec> arguments() {
    List<ArgSpec> arguments = new ArrayList<>(ingest.positionalParameters());
    ingest.options().stream()
        .filter(option -> !option.hidden() && !STANDARD.contains(option.longestName()))
        .forEach(arguments::add);
    return arguments.stream();
  }

  private static List<String> names(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? List.of(option.names())
        : List.of(argument.paramLabel());
  }

  private static String describe(ArgSpec argument) {
    return String.join(" ", argument.description());
  }

  private static String found(Pattern pattern, String description) {
    Matcher matcher = pattern.matcher(description);
    return matcher.find() ? matcher.group(1) : NONE;
  }

  private static String codeOrNone(String cell) {
    List<String> code = Markdown.codeIn(cell);
    return code.isEmpty() ? NONE : code.get(0);
  }

  private int compareNames(List<String> one, List<String> other) {
    return one.toString().compareTo(other.toString());
  }
}
