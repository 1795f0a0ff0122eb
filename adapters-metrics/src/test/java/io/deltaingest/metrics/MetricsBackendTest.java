package io.deltaingest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MetricsBackendTest {

  @Test
  void shouldScrapeVertxJvmAndStreamMetersTogether() throws Exception {
    // given Vert.x over the backend
    try (MetricsBackend backend = new MetricsBackend()) {
      PrometheusMetrics metrics = new PrometheusMetrics(backend.registry());
      Vertx vertx =
          Vertx.builder()
              .with(new VertxOptions().setMetricsOptions(backend.vertxOptions()))
              .withMetrics(backend.vertxFactory())
              .build();
      try {
        // when
        metrics.worker("a");
        vertx.executeBlocking(() -> 1).await(10, TimeUnit.SECONDS);

        // then
        await()
            .untilAsserted(
                () ->
                    assertThat(backend.scrape())
                        .contains(
                            "kdi_rows_total{stream=\"a\"} 0.0",
                            "vertx_pool_completed_total",
                            "jvm_memory_used_bytes"));
      } finally {
        vertx.close().await(10, TimeUnit.SECONDS);
      }
    }
  }
}
