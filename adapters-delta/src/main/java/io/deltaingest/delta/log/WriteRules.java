package io.deltaingest.delta.log;

import io.deltaingest.delta.file.TableLayout;
import io.deltaingest.domain.model.TableSchema;

/**
 * How a table wants to be appended to. Immutable.
 *
 * @param schema what rows look like
 * @param layout how they are stored
 * @param inCommitTimestamps whether each version carries its own time (Delta protocol, "In-Commit
 *     Timestamps")
 * @param rowTracking whether each file is given row ids (Delta protocol, "Row Tracking")
 */
record WriteRules(
    TableSchema schema, TableLayout layout, boolean inCommitTimestamps, boolean rowTracking) {}
