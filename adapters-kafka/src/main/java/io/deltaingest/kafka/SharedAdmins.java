package io.deltaingest.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/**
 * Admin clients, one for each set of settings: each has a thread and connections, and hundreds of
 * sources look at their topics now and then. Thread-safe; opening a client may take as long as it
 * takes to resolve the brokers' names.
 */
final class SharedAdmins {

  // Guarded by this.
  private final Map<Map<String, Object>, Shared> bySettings = new HashMap<>();
  private int opened;

  /** A place among those that share the client of these settings. Nothing is opened yet. */
  synchronized Lease lease(ClientSettings settings) {
    Map<String, Object> key = settings.admin();
    Shared shared = bySettings.computeIfAbsent(key, Shared::new);
    shared.leases++;
    return new Lease(shared);
  }

  private synchronized void end(Shared shared) {
    shared.leases--;
    if (shared.leases == 0) {
      bySettings.remove(shared.settings);
      shared.replace();
    }
  }

  private synchronized int nextNumber() {
    return ++opened;
  }

  /** What those of the same settings share. */
  private final class Shared {
    private final Map<String, Object> settings;

    // Guarded by SharedAdmins.this.
    private int leases;

    // Guarded by this.
    private Client current;

    Shared(Map<String, Object> settings) {
      this.settings = settings;
    }

    synchronized Client take() {
      if (current == null) {
        Map<String, Object> own = new HashMap<>(settings);
        own.merge(
            CommonClientConfigs.CLIENT_ID_CONFIG,
            "-" + nextNumber(),
            (id, number) -> "" + id + number);
        current = new Client(Admin.create(own));
      }
      current.users++;
      return current;
    }

    /**
     * @param answered false where the next one had better have a new client: what it knows of the
     *     brokers, or of its credentials, may be wrong
     */
    synchronized void giveBack(Client client, boolean answered) {
      client.users--;
      if (!answered && client == current) {
        current = null;
      }
      closeUnused(client);
    }

    synchronized void replace() {
      Client last = current;
      current = null;
      if (last != null) {
        closeUnused(last);
      }
    }

    private void closeUnused(Client client) {
      if (client != current && client.users == 0) {
        client.admin.close(Duration.ZERO);
      }
    }
  }

  private static final class Client {
    private final Admin admin;
    private int users;

    Client(Admin admin) {
      this.admin = admin;
    }
  }

  /** A question to the brokers; throws what it likes. */
  interface Question<T, E extends Exception> {
    T ask(Admin admin) throws E;
  }

  /** One source's place. */
  final class Lease implements AutoCloseable {
    private final Shared shared;
    private boolean closed;

    private Lease(Shared shared) {
      this.shared = shared;
    }

    /**
     * Asks by the client that is there, or a new one. After a failure the next question has a new
     * one.
     *
     * @throws org.apache.kafka.common.KafkaException when none can be opened
     */
    <T, E extends Exception> T ask(Question<T, E> question) throws E {
      Client client = shared.take();
      boolean answered = false;
      try {
        T answer = question.ask(client.admin);
        answered = true;
        return answer;
      } finally {
        shared.giveBack(client, answered);
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        end(shared);
      }
    }
  }
}
