package io.deltaingest.kafka;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * TLS that takes whoever answers for the broker, whatever certificate and name: what librdkafka
 * does with {@code enable.ssl.certificate.verification=false}. The connection is encrypted, but not
 * safe from somebody in between. Made by the Kafka client, hence public.
 */
public final class UnverifiedTls extends DefaultSslEngineFactory {

  static final X509ExtendedTrustManager ANYBODY = new Anybody();

  @Override
  protected TrustManager[] getTrustManagers(SecurityStore truststore, String algorithm) {
    return new TrustManager[] {ANYBODY};
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
