package io.deltaingest.registry;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.port.SchemaRegistry;
import io.deltaingest.domain.stream.RegistryConfig;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The schema registries of a process. Equal configurations share a client, its connections and its
 * memory; a client lives until {@link #close}, also when the last stream that used it is gone.
 * Thread-safe.
 */
public final class RegistryClients implements AutoCloseable {

  private final Vertx vertx;
  private final Duration absence;
  private final Map<RegistryConfig, CachingSchemaRegistry> clients = new HashMap<>();
  private boolean closed;

  /**
   * @param vertx runs the requests; not closed by this, and closed after this
   */
  public RegistryClients(Vertx vertx) {
    this(vertx, CachingSchemaRegistry.ABSENCE);
  }

  RegistryClients(Vertx vertx, Duration absence) {
    this.vertx = vertx;
    this.absence = absence;
  }

  /**
   * The client of that registry. Makes no connection, so it may be called on any thread; the
   * client's own methods block.
   *
   * @throws ConfigurationException when the configuration can't work: a URL that is none or holds a
   *     password, certificates or a key that can't be read, a proxy that is not HTTP, a time-out of
   *     nothing
   */
  public synchronized SchemaRegistry of(RegistryConfig config) {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    CachingSchemaRegistry client = clients.get(config);
    if (client == null) {
      client = connect(config);
      clients.put(config, client);
    }
    return client;
  }

  /**
   * Ends all connections. Threads that wait for an answer are let go at once, with a {@link
   * io.deltaingest.domain.error.TransientException}, as is whoever asks afterwards. Does not block.
   */
  @Override
  public synchronized void close() {
    closed = true;
    clients.values().forEach(CachingSchemaRegistry::close);
    clients.clear();
  }

  private CachingSchemaRegistry connect(RegistryConfig config) {
    List<RegistryUrl> urls = config.urls().stream().map(RegistryUrl::of).toList();
    Connections connections = new Connections(vertx, config);
    Credentials credentials = Credentials.of(config);
    List<Replica> replicas =
        urls.stream()
            .map(url -> new Replica(url, connections, credentials, config.timeout()))
            .toList();
    return new CachingSchemaRegistry(new Replicas(vertx, replicas), config.timeout(), absence);
  }
}
