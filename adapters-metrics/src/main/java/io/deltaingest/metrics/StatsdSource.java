package io.deltaingest.metrics;

/** Has metrics that add up between sends. Asked on the sender's thread. */
interface StatsdSource {

  /** Sends what has come up since the last time; keeps what {@code datagrams} did not take. */
  void send(Datagrams datagrams);

  /** The way out. */
  interface Datagrams {
    /** Sends one metric now; false when that was not possible. */
    boolean send(String line);
  }
}
