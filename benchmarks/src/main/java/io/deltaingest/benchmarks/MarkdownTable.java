package io.deltaingest.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * A table in Markdown that is aligned as plain text too: text to the left, numbers to the right.
 */
final class MarkdownTable {

  private final List<List<String>> rows = new ArrayList<>();
  private final int textColumns;

  /**
   * @param textColumns how many columns from the left are text
   */
  MarkdownTable(int textColumns, String... header) {
    this.textColumns = textColumns;
    rows.add(List.of(header));
  }

  void add(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + rows.get(0));
    }
    rows.add(List.of(cells));
  }

  @Override
  public String toString() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < columns; column++) {
        String cell = rows.get(row).get(column);
        String padding = " ".repeat(widths[column] - cell.length());
        text.append("| ").append(isText(column) ? cell + padding : padding + cell).append(' ');
      }
      text.append("|\n");
      if (row == 0) {
        for (int column = 0; column < columns; column++) {
          text.append('|')
              .append("-".repeat(widths[column] + 1))
              .append(isText(column) ? '-' : ':');
        }
        text.append("|\n");
      }
    }
    return text.toString();
  }

  private boolean isText(int column) {
    return column < textColumns;
  }
}
