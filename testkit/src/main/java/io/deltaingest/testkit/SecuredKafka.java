package io.deltaingest.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker with one listener for each way to protect it, certificates of an authority of its own,
 * users, and access lists: everybody may do what is not denied. The fixture works through the
 * listener without protection. Not thread-safe.
 */
public final class SecuredKafka implements AutoCloseable {

  /** A way to connect. */
  public enum Listener {
    /** TLS; the broker shows a certificate for 127.0.0.1 and localhost. */
    TLS("SSL"),
    /** As {@link #TLS}; the client must have a certificate of the same authority. */
    MUTUAL_TLS("SSL"),
    /** TLS; the broker's certificate has expired. */
    EXPIRED("SSL"),
    /** TLS; the broker's certificate is another host's. */
    OTHER_HOST("SSL"),
    /** SASL without TLS. */
    SASL("SASL_PLAINTEXT"),
    /** SASL with TLS. */
    SASL_TLS("SASL_SSL"),
    /** SASL without TLS; PLAIN alone. */
    PLAIN_ONLY("SASL_PLAINTEXT");

    private final String protocol;

    Listener(String protocol) {
      this.protocol = protocol;
    }

    private String setting(String suffix) {
      return "listener.name." + name().toLowerCase(Locale.ROOT) + "." + suffix;
    }
  }

  /** A user of all mechanisms, and the client of the {@link TokenServer}. */
  public static final String USER = "alice";

  public static final String PASSWORD = "won\"der\\land; 1=2, {x} #";

  /** What Azure Event Hubs calls every user; of mechanism PLAIN. */
  public static final String EVENT_HUBS_USER = "$ConnectionString";

  public static final String EVENT_HUBS_PASSWORD =
      "Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=key;SharedAccessKey=c2Vj+/cmV0=";

  private static final String SECURITY = "org.apache.kafka.common.security.";
  private static final String STORE_PASSWORD = "storage";
  private static final List<ScramMechanism> SCRAM =
      List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512);

  private final Path dir;
  private final CertificateAuthority authority;
  private final TokenServer tokens;
  private final EmbeddedKafka kafka;

  private SecuredKafka(
      Path dir, CertificateAuthority authority, TokenServer tokens, EmbeddedKafka kafka) {
    this.dir = dir;
    this.authority = authority;
    this.tokens = tokens;
    this.kafka = kafka;
  }

  public static SecuredKafka start() {
    try {
      Path dir = Files.createTempDirectory("secured-kafka");
      CertificateAuthority authority = CertificateAuthority.create("Test root");
      TokenServer tokens =
          TokenServer.start(USER, PASSWORD, authority.issue("tokens", "127.0.0.1"));
      allowUrl(tokens.keysUrl());
      Map<String, String> protocols = new HashMap<>();
      for (Listener listener : Listener.values()) {
        protocols.put(listener.name(), listener.protocol);
      }
      EmbeddedKafka kafka = EmbeddedKafka.start(protocols, settings(dir, authority, tokens));
      SecuredKafka secured = new SecuredKafka(dir, authority, tokens, kafka);
      secured.putScramUser(USER, PASSWORD);
      return secured;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The broker's validator takes keys from nowhere that it was not told of. */
  private static void allowUrl(String url) {
    String property = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    String before = System.getProperty(property);
    System.setProperty(property, before == null ? url : before + "," + url);
  }

  private static Map<String, String> settings(
      Path dir, CertificateAuthority authority, TokenServer tokens) {
    Map<String, String> settings = new HashMap<>();
    TlsIdentity broker =
        authority.intermediate("Test issuer").issueRsa("broker", "127.0.0.1", "localhost");
    show(settings, dir, Listener.TLS, broker);
    show(settings, dir, Listener.MUTUAL_TLS, broker);
    show(settings, dir, Listener.SASL_TLS, broker);
    show(settings, dir, Listener.EXPIRED, authority.issueExpired("broker", "127.0.0.1"));
    show(settings, dir, Listener.OTHER_HOST, authority.issue("broker", "elsewhere.example"));

    Path trust =
        TlsIdentity.write(
            TlsIdentity.trust(authority.certificate()), dir.resolve("trust.p12"), STORE_PASSWORD);
    settings.put(Listener.MUTUAL_TLS.setting("ssl.truststore.location"), trust.toString());
    settings.put(Listener.MUTUAL_TLS.setting("ssl.truststore.password"), STORE_PASSWORD);
    settings.put(Listener.MUTUAL_TLS.setting("ssl.client.auth"), "required");

    String all = "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER";
    logIn(settings, Listener.SASL, all);
    logIn(settings, Listener.SASL_TLS, all);
    logIn(settings, Listener.PLAIN_ONLY, "PLAIN");
    settings.put("sasl.oauthbearer.jwks.endpoint.url", tokens.keysUrl());
    settings.put("sasl.oauthbearer.expected.audience", "kafka");

    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("super.users", "User:ANONYMOUS");
    settings.put("allow.everyone.if.no.acl.found", "true");
    return settings;
  }

  private static void show(
      Map<String, String> settings, Path dir, Listener listener, TlsIdentity identity) {
    Path file = dir.resolve(listener.name() + ".p12");
    TlsIdentity.write(identity.store(STORE_PASSWORD), file, STORE_PASSWORD);
    settings.put(listener.setting("ssl.keystore.location"), file.toString());
    settings.put(listener.setting("ssl.keystore.password"), STORE_PASSWORD);
  }

  private static void logIn(Map<String, String> settings, Listener listener, String mechanisms) {
    settings.put(listener.setting("sasl.enabled.mechanisms"), mechanisms);
    settings.put(
        listener.setting("plain.sasl.jaas.config"),
        SECURITY
            + "plain.PlainLoginModule required"
            + (" user_" + USER + "=" + quoted(PASSWORD))
            + (" user_" + EVENT_HUBS_USER + "=" + quoted(EVENT_HUBS_PASSWORD) + ";"));
    String scram = SECURITY + "scram.ScramLoginModule required;";
    settings.put(listener.setting("scram-sha-256.sasl.jaas.config"), scram);
    settings.put(listener.setting("scram-sha-512.sasl.jaas.config"), scram);
    settings.put(
        listener.setting("oauthbearer.sasl.jaas.config"),
        SECURITY + "oauthbearer.OAuthBearerLoginModule required;");
    settings.put(
        listener.setting("oauthbearer.sasl.server.callback.handler.class"),
        SECURITY + "oauthbearer.OAuthBearerValidatorCallbackHandler");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  public String brokers(Listener listener) {
    return kafka.bootstrapServers(listener.name());
  }

  /** Where no protection is needed. */
  public String openBrokers() {
    return kafka.bootstrapServers();
  }

  public KafkaFixture fixture() {
    return kafka.fixture();
  }

  /** Who vouches for all certificates of the broker, and of its clients. */
  public CertificateAuthority authority() {
    return authority;
  }

  public TokenServer tokens() {
    return tokens;
  }

  /** Adds the user to the SCRAM mechanisms, or gives it another password. */
  public void putScramUser(String user, String password) {
    withAdmin(
        admin -> {
          for (ScramMechanism mechanism : SCRAM) {
            await(
                admin
                    .alterUserScramCredentials(
                        List.of(
                            new UserScramCredentialUpsertion(
                                user, new ScramCredentialInfo(mechanism, 4096), password)))
                    .all());
          }
        });
  }

  /** Takes the user from the SCRAM mechanisms. */
  public void removeScramUser(String user) {
    withAdmin(
        admin -> {
          for (ScramMechanism mechanism : SCRAM) {
            await(
                admin
                    .alterUserScramCredentials(
                        List.of(new UserScramCredentialDeletion(user, mechanism)))
                    .all());
          }
        });
  }

  /** Denies the user all access to a topic or group; everybody else keeps it. */
  public void deny(String user, ResourceType type, String name) {
    ResourcePattern resource = new ResourcePattern(type, name, PatternType.LITERAL);
    withAdmin(
        admin ->
            await(
                admin
                    .createAcls(
                        List.of(
                            new AclBinding(resource, all("User:" + user, AclPermissionType.DENY)),
                            // Without it, the list of this resource would shut all others out.
                            new AclBinding(resource, all("User:*", AclPermissionType.ALLOW))))
                    .all()));
  }

  private static AccessControlEntry all(String principal, AclPermissionType permission) {
    return new AccessControlEntry(principal, "*", AclOperation.ALL, permission);
  }

  /** All connections end; users, topics and access lists stay. */
  public void restart() {
    kafka.restart();
  }

  @Override
  public void close() {
    kafka.close();
    tokens.close();
    try {
      FolderDeletion.delete(dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void withAdmin(Consumer<Admin> work) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      work.accept(admin);
    }
  }

  private static void await(KafkaFuture<?> future) {
    try {
      future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
