package io.deltaingest.launcher.runtime;

import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamService;
import io.deltaingest.http.AdminServer;
import io.deltaingest.launcher.config.HttpConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The server: opens the streams, which deploys one {@link IngestVerticle} for each of their
 * workers, and the admin API. Undeploying it stops the API first and then, in order, every stream.
 */
final class LauncherVerticle extends VerticleBase {

  private final StreamService streams;
  private final List<StreamConfig> declared;
  private final AdminServer admin;
  private final HttpConfig http;
  private final AtomicBoolean ready;
  private volatile int actualPort;

  /**
   * @param ready set while the streams are open
   */
  LauncherVerticle(
      StreamService streams,
      List<StreamConfig> declared,
      AdminServer admin,
      HttpConfig http,
      AtomicBoolean ready) {
    this.streams = streams;
    this.declared = declared;
    this.admin = admin;
    this.http = http;
    this.ready = ready;
  }

  @Override
  public Future<?> start() {
    // The port first: a second server on the same port must not touch the first one's streams.
    return admin
        .listen(http.host(), http.port())
        .compose(
            listening -> {
              actualPort = listening;
              return vertx.executeBlocking(
                  () -> {
                    streams.open(declared);
                    return null;
                  });
            })
        .onSuccess(opened -> ready.set(true));
  }

  @Override
  public Future<?> stop() {
    ready.set(false);
    return admin.stop().transform(stopped -> Future.fromCompletionStage(streams.close(), context));
  }

  /** The port that the admin API listens on. */
  int actualPort() {
    return actualPort;
  }
}
