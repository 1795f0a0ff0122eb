package io.deltaingest.kafka;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * TLS that takes whoever answers for the broker, whatever certificate and name: what librdkafka
 * does with {@code enable.ssl.certificate.verification=false}. The connection is encrypted, but not
 * safe from somebody in between. Made by the Kafka client, hence public; for clients alone.
 */
public final class UnverifiedTls implements SslEngineFactory {

  private final DefaultSslEngineFactory stores = new DefaultSslEngineFactory();
  private SSLContext context;
  private String[] protocols;
  private String[] cipherSuites;

  /**
   * A context that trusts anybody.
   *
   * @param own who the client is; null for nobody
   */
  static SSLContext context(KeyManager[] own) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own, new TrustManager[] {new Anybody()}, null);
    return context;
  }

  @Override
  public void configure(Map<String, ?> configs) {
    stores.configure(configs);
    protocols = names(configs.get(SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG));
    cipherSuites = names(configs.get(SslConfigs.SSL_CIPHER_SUITES_CONFIG));
    try {
      context = context(keyManagers(stores.keystore(), configs));
    } catch (GeneralSecurityException e) {
      throw new KafkaException("The client's certificate can't be used", e);
    }
  }

  private static KeyManager[] keyManagers(KeyStore own, Map<String, ?> configs)
      throws GeneralSecurityException {
    if (own == null) {
      return null;
    }
    Object ofKey = configs.get(SslConfigs.SSL_KEY_PASSWORD_CONFIG);
    Object password = ofKey == null ? configs.get(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG) : ofKey;
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(own, password instanceof Password known ? known.value().toCharArray() : null);
    return factory.getKeyManagers();
  }

  private static String[] names(Object list) {
    return list instanceof List<?> given && !given.isEmpty()
        ? given.stream().map(Object::toString).toArray(String[]::new)
        : null;
  }

  @Override
  public SSLEngine createClientSslEngine(
      String peerHost, int peerPort, String endpointIdentification) {
    SSLEngine engine = context.createSSLEngine(peerHost, peerPort);
    engine.setUseClientMode(true);
    if (protocols != null) {
      engine.setEnabledProtocols(protocols);
    }
    if (cipherSuites != null) {
      engine.setEnabledCipherSuites(cipherSuites);
    }
    return engine;
  }

  @Override
  public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
    return stores.shouldBeRebuilt(nextConfigs);
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return stores.reconfigurableConfigs();
  }

  @Override
  public KeyStore keystore() {
    return stores.keystore();
  }

  @Override
  public KeyStore truststore() {
    return stores.truststore();
  }

  @Override
  public void close() {
    stores.close();
  }

  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
      throw new UnsupportedOperationException();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
