package io.deltaingest.http;

import java.util.List;

/**
 * What the launcher knows of the process. Streams that failed are no part of it: one that needs a
 * person does not need a restart.
 *
 * @param ready whether the streams were started and the process is not about to end
 * @param beyondRepair what died in a way that only a restart heals, one short sentence each, fit to
 *     be shown to anyone; empty when nothing did
 */
public record Health(boolean ready, List<String> beyondRepair) {
  public Health {
    beyondRepair = List.copyOf(beyondRepair);
  }
}
