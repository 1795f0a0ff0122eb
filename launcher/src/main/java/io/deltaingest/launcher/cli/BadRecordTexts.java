package io.deltaingest.launcher.cli;

import io.deltaingest.domain.stream.ConfigProblem;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfig.BadRecordPolicy;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.domain.stream.StreamConflicts;
import io.deltaingest.launcher.cli.GivenTexts.Given;
import io.deltaingest.launcher.config.BadRecordChoice;
import io.deltaingest.launcher.config.Problems;
import io.deltaingest.launcher.config.StreamRules;
import io.deltaingest.launcher.config.StreamWords;
import java.util.List;
import java.util.Optional;

/** What becomes of messages that are no rows: the dead-letter table, its transforms, the policy. */
final class BadRecordTexts {
  private static final String POLICY = "--on_bad_record";
  private static final String LOCATION = "--dlq_table_location";
  private static final String TRANSFORM = "--dlq_transform";
  private static final String TRANSFORMS_VARIABLE = "DLQ_TRANSFORMS";

  private final IngestOptions options;
  private final GivenTexts given;
  private final Problems problems;
  private final Optional<Given> location;

  BadRecordTexts(IngestOptions options, GivenTexts given, Problems problems) {
    this.options = options;
    this.given = given;
    this.problems = problems;
    this.location = given.text(LOCATION, options.dlqTableLocation, "DLQ_TABLE_LOCATION");
  }

  /** Table and policy, fit for each other; contradictions are reported. */
  BadRecordChoice read() {
    location.ifPresent(
        at ->
            StreamRules.problemOfLocation(at.text())
                .ifPresent(problem -> problems.add(at.from(), problem)));
    List<Transform> transforms =
        TransformTexts.read(
            TRANSFORM, options.dlqTransforms, given.variable(TRANSFORMS_VARIABLE), problems);
    if (location.isEmpty() && !transforms.isEmpty()) {
      problems.add(
          options.dlqTransforms == null ? GivenTexts.inEnvironment(TRANSFORMS_VARIABLE) : TRANSFORM,
          "is of use with a dead-letter table only; give " + LOCATION);
    }
    Optional<BadRecordPolicy> said = policy();
    BadRecordChoice.contradiction(said, location.isPresent(), LOCATION, wayOut())
        .ifPresent(problem -> problems.add(POLICY, problem));
    return BadRecordChoice.of(location.map(Given::text), transforms, said, BadRecordPolicy.SKIP);
  }

  /** Reports a dead-letter table that is the stream's own. */
  void check(StreamConfig stream) {
    for (ConfigProblem problem : StreamConflicts.within(stream)) {
      problems.add(location.map(Given::from).orElse(LOCATION), problem.message());
    }
  }

  private Optional<BadRecordPolicy> policy() {
    return given.chosen(
        Optional.ofNullable(options.onBadRecord).map(word -> new Given(POLICY, word)),
        StreamWords.POLICIES);
  }

  private String wayOut() {
    return "leave out " + POLICY + location.map(at -> ", or " + at.from()).orElse("");
  }
}
