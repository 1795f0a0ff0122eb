package io.deltaingest.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.stream.RegistryConfig;
import io.deltaingest.domain.stream.RegistryConfig.ClientCertificate;
import io.deltaingest.domain.stream.SecretText;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Logins, tokens, certificates and proxies. */
class SecuredRegistryTest {

  private static final String SCHEMA = "\"bytes\"";
  private static final String SECRET = "s3cret";

  @TempDir private static Path dir;
  private static Certificates server;
  private static Certificates own;

  @RegisterExtension private final RegistryFixture fixture = new RegistryFixture();

  @BeforeAll
  static void makeCertificates() {
    server = Certificates.forLocalhost(dir);
    own = Certificates.forLocalhost(dir);
  }

  @Test
  void shouldShowItsLogin() {
    StubRegistry stub = fixture.stub(behind("Basic cmVhZGVyOnMzY3JldA=="));

    assertFound(Configs.withLogin(stub.url(), "reader", SECRET));
    assertRefused(Configs.withLogin(stub.url(), "reader", "wrong"), "the login");
    assertRefused(Configs.at(stub.url()), "a request without a login");
  }

  @Test
  void shouldShowItsToken() {
    StubRegistry stub = fixture.stub(behind("Bearer " + SECRET));

    assertFound(Configs.withToken(stub.url(), SECRET));
    assertRefused(Configs.withToken(stub.url(), "wrong"), "the bearer token");
  }

  @Test
  void shouldTrustTheAuthorityItIsGiven() {
    StubRegistry stub = fixture.stub(tls(server), StubRegistry.having(SCHEMA));

    assertFound(Configs.trusting(stub.url(), server.authorityPem()));
    assertFound(Configs.trusting(stub.url(), own.authorityPem() + server.authorityPem()));
    assertRefused(Configs.at(stub.url()), "not signed by anyone");
    // Of the same name, with another key.
    assertRefused(Configs.trusting(stub.url(), own.authorityPem()), "its certificate is refused");
  }

  @Test
  void shouldRefuseACertificateThatHasExpired() {
    Certificates expired = Certificates.expired(dir);
    StubRegistry stub = fixture.stub(tls(expired), StubRegistry.having(SCHEMA));

    assertRefused(Configs.trusting(stub.url(), expired.authorityPem()), "has expired");
  }

  @Test
  void shouldRefuseACertificateForAnotherHost() {
    Certificates foreign = Certificates.forAnotherHost(dir);
    StubRegistry stub = fixture.stub(tls(foreign), StubRegistry.having(SCHEMA));

    assertRefused(Configs.trusting(stub.url(), foreign.authorityPem()), "another host name");
  }

  @Test
  void shouldShowItsCertificate() {
    HttpServerOptions options =
        tls(server)
            .setClientAuth(ClientAuth.REQUIRED)
            .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(own.authorityPem())));
    StubRegistry stub = fixture.stub(options, StubRegistry.having(SCHEMA));
    String ca = server.authorityPem();

    assertFound(Configs.withCertificate(stub.url(), ca, own));
    assertRefused(
        Configs.withCertificate(stub.url(), ca, Certificates.forLocalhost(dir)),
        "does not take the client certificate");
    assertRefused(Configs.trusting(stub.url(), ca), "wants a client certificate");
  }

  @Test
  void shouldWaitForARegistryThatSpeaksNoTlsWhereItShould() {
    StubRegistry plain = fixture.stub(StubRegistry.having(SCHEMA));
    URI url = URI.create("https://localhost:" + plain.port());

    assertThatThrownBy(() -> fixture.client(Configs.at(url)).byId(7))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining(url.toString());
  }

  @Test
  void shouldGoThroughAProxy() {
    HttpProxy proxy = new HttpProxy(fixture.vertx(), null);
    StubRegistry stub = fixture.stub(StubRegistry.having(SCHEMA));

    assertFound(Configs.through(proxy.url(), stub.url()));

    assertThat(proxy.seen()).containsExactly("GET " + stub.url() + "/schemas/ids/7");
  }

  @Test
  void shouldGoThroughATunnelWhereTheRegistryHasTls() {
    HttpProxy proxy = new HttpProxy(fixture.vertx(), null);
    StubRegistry stub = fixture.stub(tls(server), StubRegistry.having(SCHEMA));

    assertFound(Configs.trustingThrough(proxy.url(), stub.url(), server.authorityPem()));

    assertThat(proxy.seen()).containsExactly("CONNECT localhost:" + stub.port());
  }

  @Test
  void shouldLogInToTheProxy() {
    HttpProxy proxy = new HttpProxy(fixture.vertx(), "Basic cHJveHk6cEBzcw==");
    StubRegistry plain = fixture.stub(StubRegistry.having(SCHEMA));
    StubRegistry tls = fixture.stub(tls(server), StubRegistry.having(SCHEMA));
    URI right = URI.create("http://proxy:p%40ss@localhost:" + proxy.port());
    URI wrong = URI.create("http://proxy:" + SECRET + "@localhost:" + proxy.port());

    assertFound(Configs.through(right, plain.url()));
    assertFound(Configs.trustingThrough(right, tls.url(), server.authorityPem()));
    assertRefused(Configs.through(wrong, plain.url()), "407");
    assertRefused(Configs.trustingThrough(wrong, tls.url(), server.authorityPem()), "407");
  }

  @Test
  void shouldWaitForAProxyThatIsAway() {
    StubRegistry gone = fixture.stub(StubRegistry.hanging());
    URI proxy = URI.create("http://user:" + SECRET + "@localhost:" + gone.port());
    gone.close();
    StubRegistry plain = fixture.stub(StubRegistry.having(SCHEMA));
    StubRegistry tls = fixture.stub(tls(server), StubRegistry.having(SCHEMA));

    for (RegistryConfig config :
        List.of(
            Configs.through(proxy, plain.url()),
            Configs.trustingThrough(proxy, tls.url(), server.authorityPem()))) {
      assertThatThrownBy(() -> fixture.client(config).byId(7))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("through the proxy localhost:" + proxy.getPort())
          .hasMessageNotContaining(SECRET);
    }
  }

  @Test
  void shouldRefuseConfigurationsThatCanNotWork() {
    URI url = URI.create("https://localhost");
    String ca = server.authorityPem();
    Certificates torn = new Certificates(ca, own.certificatePem(), own.keyPem().substring(0, 100));

    assertUnusable(Configs.at(URI.create("http://user:" + SECRET + "@localhost")), "user and");
    assertUnusable(Configs.at(URI.create("ftp://localhost")), "no URL of a schema registry");
    assertUnusable(Configs.at(URI.create("http:///subjects")), "no URL of a schema registry");
    assertUnusable(Configs.at(URI.create("http://localhost/?a=b")), "no URL of a schema registry");
    assertUnusable(Configs.at(Duration.ZERO, url), "between a millisecond and an hour");
    assertUnusable(Configs.at(Duration.ofDays(30), url), "between a millisecond and an hour");
    assertUnusable(Configs.trusting(url, "nonsense"), "holds no certificates");
    assertUnusable(Configs.trusting(url, ca.substring(0, 300)), "holds no certificates");
    assertUnusable(Configs.withCertificate(url, ca, torn), "not in PEM form");
    assertUnusable(
        Configs.withCertificate(url, ca, new Certificates(ca, "", own.keyPem())),
        "not in PEM form");
    assertUnusable(Configs.through(URI.create("https://proxy:" + 3128), url), "http://HOST:PORT");
    assertUnusable(Configs.through(URI.create("proxy:" + 3128), url), "http://HOST:PORT");
  }

  @Test
  void shouldNotShowSecretsInItsOwnText() {
    RegistryConfig config =
        new RegistryConfig(
            List.of(URI.create("http://localhost")),
            Optional.empty(),
            Optional.of(SecretText.of(SECRET)),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new ClientCertificate("chain", SecretText.of(SECRET))),
            Duration.ofSeconds(1));

    assertThat(Credentials.of(config).toString()).doesNotContain(SECRET);
  }

  private void assertFound(RegistryConfig config) {
    assertThat(fixture.client(config).byId(7))
        .hasValueSatisfying(schema -> assertThat(schema.text()).isEqualTo(SCHEMA));
  }

  private void assertRefused(RegistryConfig config, String cause) {
    assertThatThrownBy(() -> fixture.client(config).byId(7))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("schema registry " + config.urls().get(0))
        .hasMessageContaining(cause)
        .hasMessageNotContaining(SECRET);
  }

  private void assertUnusable(RegistryConfig config, String cause) {
    assertThatThrownBy(() -> fixture.client(config))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(cause)
        .hasMessageNotContaining(SECRET)
        .hasNoCause();
  }

  private static Handler<HttpServerRequest> behind(String authorization) {
    return request -> {
      if (authorization.equals(request.getHeader("Authorization"))) {
        StubRegistry.having(SCHEMA).handle(request);
      } else {
        StubRegistry.failing(401).handle(request);
      }
    };
  }

  private static HttpServerOptions tls(Certificates certificates) {
    return new HttpServerOptions()
        .setSsl(true)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(certificates.certificatePem()))
                .addKeyValue(Buffer.buffer(certificates.keyPem())));
  }
}
