package io.deltaingest.launcher.progress;

import java.util.Locale;

/** Figures as people read them. */
final class ProgressText {
  private ProgressText() {}

  /** {@code running, 812,345 rows/s, lag 1.2M, 48,210 rows held, version 42 committed 3 s ago}. */
  static String line(StreamProgress progress) {
    StringBuilder line = new StringBuilder(progress.state());
    progress
        .rowsPerSecond()
        .ifPresent(rate -> line.append(", ").append(grouped(Math.round(rate))).append(" rows/s"));
    progress.lag().ifPresent(lag -> line.append(", lag ").append(grouped(lag)));
    line.append(", ").append(grouped(progress.heldRows())).append(" rows held");
    if (progress.lastVersion().isPresent()) {
      line.append(", version ").append(progress.lastVersion().getAsLong()).append(" committed ");
      line.append(age(progress.lastCommitAgeMillis().orElse(0))).append(" ago");
    } else {
      line.append(", no commit yet");
    }
    if (progress.rejected() > 0) {
      line.append(", ").append(grouped(progress.rejected()));
      line.append(progress.rejected() == 1 ? " bad record" : " bad records");
    }
    if (progress.fault() != null) {
      line.append(", waiting: ").append(progress.fault());
    }
    return line.toString();
  }

  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 3 s}, {@code 4 min}, {@code 2 h 5 min}, {@code 3 d}. */
  static String age(long millis) {
    long seconds = millis / 1000;
    if (seconds < 120) {
      return seconds + " s";
    }
    long minutes = seconds / 60;
    if (minutes < 120) {
      return minutes + " min";
    }
    long hours = minutes / 60;
    return hours < 48 ? hours + " h " + minutes % 60 + " min" : hours / 24 + " d";
  }
}
