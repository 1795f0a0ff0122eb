package io.deltaingest.domain.commit;

import java.util.List;

/**
 * One worker's batch, ready to be committed, alone or with others' in one version.
 *
 * @param batch identity and transaction identifiers
 * @param files its data files, all complete in storage; may be empty
 * @param tableId the table that it was built for
 * @param rules the {@link io.deltaingest.domain.model.TableSnapshot#rules()} that it was built by
 * @param queryId {@code queryId} of the commit's operation parameters: the stream's app id
 */
public record CommitMember(
    SealedBatch batch, List<DataFile> files, String tableId, String rules, String queryId) {
  public CommitMember {
    files = List.copyOf(files);
  }
}
