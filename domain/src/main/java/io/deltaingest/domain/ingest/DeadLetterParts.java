package io.deltaingest.domain.ingest;

import io.deltaingest.domain.port.DeadLetterStore;
import io.deltaingest.domain.port.DeadLetterTransformerFactory;
import io.deltaingest.domain.port.TableSink;

/**
 * What a worker needs to write dead letters. The loop owns the sink and closes it.
 *
 * @param store reads the dead-letter table
 * @param sink writes it
 * @param transformers make rows of rejected messages
 */
public record DeadLetterParts(
    DeadLetterStore store, TableSink sink, DeadLetterTransformerFactory transformers) {}
