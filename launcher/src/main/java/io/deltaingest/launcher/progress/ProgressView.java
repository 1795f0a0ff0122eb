package io.deltaingest.launcher.progress;

import java.time.Duration;
import java.util.List;

/** Where progress is shown. Called on the progress thread only. */
public interface ProgressView {

  /** How often it wants to be told. */
  Duration interval();

  /** Shows how the streams are doing; one figure for each stream. */
  void show(List<StreamProgress> progress);

  /** Ends the showing; whatever is printed next starts on a line of its own. */
  void end();
}
