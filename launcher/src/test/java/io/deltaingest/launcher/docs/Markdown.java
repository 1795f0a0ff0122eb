package io.deltaingest.launcher.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the checks need of one Markdown file: anchors, links, fenced blocks, tables.
 *
 * <p>A fenced block or a table may have a directive: an HTML comment on the line before it, like
 * {@code <!-- run -->} or {@code <!-- table: options -->}.
 *
 * @param anchors of the headings, as GitHub makes them
 */
public record Markdown(
    Path path, Set<String> anchors, List<Link> links, List<Block> blocks, List<Table> tables) {

  private static final Pattern FENCE = Pattern.compile("\\s*(```+|~~~+)\\s*(\\S*).*");
  private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.*?)\\s*#*");
  private static final Pattern DIRECTIVE = Pattern.compile("\\s*<!--\\s*(.*?)\\s*-->\\s*");
  private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)]\\(([^()\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("(`+)(.+?)\\1");
  private static final Pattern SEPARATOR = Pattern.compile("[|\\s:-]+");

  /** A link that is neither in code nor in a fenced block. */
  public record Link(int line, String target) {}

  /**
   * A fenced block.
   *
   * @param line of the opening fence, from 1
   * @param directive empty where there is none
   */
  public record Block(int line, String language, String directive, String text) {}

  /**
   * A table.
   *
   * @param directive empty where there is none
   * @param rows without the heading; each cell as it is written
   */
  public record Table(int line, String directive, List<String> heading, List<List<String>> rows) {

    /** The code spans of one column, over all rows. */
    public List<String> codeOfColumn(int column) {
      List<String> spans = new ArrayList<>();
      for (List<String> row : rows) {
        spans.addAll(codeIn(row.get(column)));
      }
      return spans;
    }
  }

  /** Reads the file, which must be well-formed as far as the checks go. */
  public static Markdown read(Path path) {
    try {
      return new Parser(path).parse(Files.readAllLines(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one table with that directive. */
  public Table table(String name) {
    List<Table> named =
        tables.stream().filter(table -> table.directive().equals("table: " + name)).toList();
    if (named.size() != 1) {
      throw new AssertionError(
          path + " has " + named.size() + " tables with <!-- table: " + name + " -->, not one");
    }
    return named.get(0);
  }

  /** The texts of the code spans in a cell or line. */
  public static List<String> codeIn(String text) {
    List<String> spans = new ArrayList<>();
    Matcher matcher = CODE.matcher(text);
    while (matcher.find()) {
      spans.add(matcher.group(2).strip().replace("\\|", "|"));
    }
    return spans;
  }

  private static final class Parser {
    private final Path path;
    private final Set<String> anchors = new HashSet<>();
    private final Map<String, Integer> anchorCounts = new HashMap<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private String directive = "";

    Parser(Path path) {
      this.path = path;
    }

    Markdown parse(List<String> lines) {
      int i = 0;
      while (i < lines.size()) {
        String line = lines.get(i);
        Matcher fence = FENCE.matcher(line);
        Matcher comment = DIRECTIVE.matcher(line);
        if (fence.matches()) {
          i = block(lines, i, fence.group(1), fence.group(2));
        } else if (line.startsWith("|")) {
          i = table(lines, i);
        } else if (comment.matches()) {
          directive = comment.group(1);
          i++;
        } else {
          if (!line.isBlank()) {
            directive = "";
          }
          prose(line, i + 1);
          i++;
        }
      }
      return new Markdown(path, anchors, links, blocks, tables);
    }

    private int block(List<String> lines, int start, String fence, String language) {
      int end = start + 1;
      while (end < lines.size() && !lines.get(end).strip().equals(fence)) {
        end++;
      }
      if (end == lines.size()) {
        throw new AssertionError(path + ":" + (start + 1) + " opens a block that never ends");
      }
      String text = String.join("\n", lines.subList(start + 1, end)) + "\n";
      blocks.add(new Block(start + 1, language, directive, text));
      directive = "";
      return end + 1;
    }

    private int table(List<String> lines, int start) {
      int end = start;
      List<List<String>> rows = new ArrayList<>();
      while (end < lines.size() && lines.get(end).startsWith("|")) {
        prose(lines.get(end), end + 1);
        if (!SEPARATOR.matcher(lines.get(end)).matches()) {
          rows.add(cells(lines.get(end)));
        }
        end++;
      }
      List<String> heading = rows.remove(0);
      for (List<String> row : rows) {
        if (row.size() != heading.size()) {
          throw new AssertionError(path + ":" + (start + 1) + " is a table with a row " + row);
        }
      }
      tables.add(new Table(start + 1, directive, heading, rows));
      directive = "";
      return end;
    }

    private static List<String> cells(String line) {
      String inner = line.strip();
      inner = inner.substring(1, inner.endsWith("|") ? inner.length() - 1 : inner.length());
      List<String> cells = new ArrayList<>();
      for (String cell : inner.split("(?<!\\\\)\\|", -1)) {
        cells.add(cell.strip());
      }
      return cells;
    }

    private void prose(String line, int number) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        anchors.add(anchor(heading.group(1)));
      }
      Matcher link = LINK.matcher(CODE.matcher(line).replaceAll("code"));
      while (link.find()) {
        links.add(new Link(number, link.group(2)));
      }
    }

    /** GitHub's rule: lower case, only letters, digits, hyphens, underscores; repeats numbered. */
    private String anchor(String heading) {
      String text = LINK.matcher(heading.replace("`", "")).replaceAll("$1");
      String anchor =
          text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
      int earlier = anchorCounts.merge(anchor, 1, Integer::sum) - 1;
      return earlier == 0 ? anchor : anchor + "-" + earlier;
    }
  }
}
