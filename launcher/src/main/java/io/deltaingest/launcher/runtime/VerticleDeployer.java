package io.deltaingest.launcher.runtime;

import io.deltaingest.domain.port.StreamDeployer;
import io.deltaingest.domain.stream.StreamConfig;
import io.vertx.core.Vertx;

/** Deploys one {@link IngestVerticle} for each worker of a stream. */
final class VerticleDeployer implements StreamDeployer {

  private final Vertx vertx;
  private final LoopFactory factory;
  private final ProcessHealth health;

  VerticleDeployer(Vertx vertx, LoopFactory factory, ProcessHealth health) {
    this.vertx = vertx;
    this.factory = factory;
    this.health = health;
  }

  @Override
  public void check(StreamConfig config) {
    factory.check(config);
  }

  @Override
  public Deployment deploy(StreamConfig config, Listener listener) {
    StreamVerticles verticles = new StreamVerticles(vertx, config, factory, health, listener);
    verticles.deploy();
    return verticles;
  }
}
