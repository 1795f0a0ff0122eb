package io.deltaingest.domain.commit;

import io.deltaingest.domain.model.SchemaGrowth;
import io.deltaingest.domain.model.TableSnapshot;
import java.util.List;
import java.util.Optional;

/**
 * One worker's batch, ready to be committed, alone or with others' in one version.
 *
 * @param batch identity and transaction identifiers
 * @param files its data files, all complete in storage; may be empty
 * @param tableId the table that it was built for
 * @param rules the {@link io.deltaingest.domain.model.TableSnapshot#rules()} that it was built by
 * @param growth the change of the schema that its files need, if the table does not have that yet
 * @param queryId {@code queryId} of the commit's operation parameters: the stream's app id
 */
public record CommitMember(
    SealedBatch batch,
    List<DataFile> files,
    String tableId,
    String rules,
    Optional<SchemaGrowth> growth,
    String queryId) {

  /** A batch for the table as it is. */
  public CommitMember(
      SealedBatch batch, List<DataFile> files, String tableId, String rules, String queryId) {
    this(batch, files, tableId, rules, Optional.empty(), queryId);
  }

  public CommitMember {
    files = List.copyOf(files);
  }

  /** A batch built on that version of the table. */
  public static CommitMember of(
      SealedBatch batch, List<DataFile> files, TableSnapshot table, String queryId) {
    return new CommitMember(batch, files, table.tableId(), table.rules(), table.growth(), queryId);
  }

  /**
   * Whether its files may be in a version that follows {@code table}: built by its rules, or by
   * those that it has with the growth. Without files nothing depends on the growth.
   */
  public boolean fits(TableSnapshot table) {
    return table.rules().equals(rules)
        || growth.map(change -> change.fromRules().equals(table.rules())).orElse(false);
  }

  /** The change of the schema that a version with its files after {@code table} has to bring. */
  public Optional<SchemaGrowth> growthAfter(TableSnapshot table) {
    return files.isEmpty() || table.rules().equals(rules) ? Optional.empty() : growth;
  }

  /**
   * The same of a version that those members share; they were built by the same rules, and so bring
   * the same change.
   */
  public static Optional<SchemaGrowth> growthAfter(
      TableSnapshot table, List<CommitMember> members) {
    return members.stream().flatMap(member -> member.growthAfter(table).stream()).findFirst();
  }
}
