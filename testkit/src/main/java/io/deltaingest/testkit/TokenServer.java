package io.deltaingest.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An OAuth 2 authorization server as far as a login by client credentials goes (RFC 6749, 4.4): a
 * token endpoint that gives signed tokens (RFC 7519) to one client, over HTTP or HTTPS, and the
 * keys to check them with (RFC 7517), over HTTP.
 */
public final class TokenServer implements AutoCloseable {

  private static final Duration VALIDITY = Duration.ofMinutes(10);
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final String clientId;
  private final String clientSecret;
  private final KeyPair keys;
  private final HttpServer http;
  private final HttpsServer https;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private TokenServer(
      String clientId, String clientSecret, KeyPair keys, HttpServer http, HttpsServer https) {
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.keys = keys;
    this.http = http;
    this.https = https;
  }

  /**
   * @param identity what the HTTPS endpoint shows
   */
  public static TokenServer start(String clientId, String clientSecret, TlsIdentity identity) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      TokenServer server =
          new TokenServer(
              clientId,
              clientSecret,
              generator.generateKeyPair(),
              HttpServer.create(any, 0),
              HttpsServer.create(any, 0));
      server.https.setHttpsConfigurator(new HttpsConfigurator(tls(identity)));
      for (HttpServer one : List.of(server.http, server.https)) {
        one.createContext("/token", server::token);
        one.createContext("/keys", server::keys);
        one.start();
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext tls(TlsIdentity identity) throws GeneralSecurityException {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(identity.store("password"), "password".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  public String tokenUrl() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/token";
  }

  public String secureTokenUrl() {
    return "https://127.0.0.1:" + https.getAddress().getPort() + "/token";
  }

  public String keysUrl() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/keys";
  }

  /** Bodies of the requests for tokens so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    http.stop(0);
    https.stop(0);
  }

  private void token(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(body);
    String expected =
        Base64.getEncoder()
            .encodeToString((clientId + ":" + clientSecret).getBytes(StandardCharsets.UTF_8));
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("Basic " + expected).equals(given)) {
      answer(exchange, 401, "{\"error\":\"invalid_client\"}");
    } else if (!body.contains("grant_type=client_credentials")) {
      answer(exchange, 400, "{\"error\":\"unsupported_grant_type\"}");
    } else {
      answer(
          exchange,
          200,
          "{\"access_token\":\""
              + jwt()
              + "\",\"token_type\":\"Bearer\",\"expires_in\":"
              + VALIDITY.toSeconds()
              + "}");
    }
  }

  private void keys(HttpExchange exchange) throws IOException {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    answer(
        exchange,
        200,
        "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"1\",\"n\":\""
            + number(key.getModulus())
            + "\",\"e\":\""
            + number(key.getPublicExponent())
            + "\"}]}");
  }

  private String jwt() {
    long now = Instant.now().getEpochSecond();
    String signed =
        base64("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"1\"}")
            + "."
            + base64(
                "{\"iss\":\"test\",\"aud\":\"kafka\",\"sub\":\""
                    + clientId
                    + "\",\"scope\":\"ingest\",\"iat\":"
                    + now
                    + ",\"exp\":"
                    + (now + VALIDITY.toSeconds())
                    + "}");
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int skipped = bytes[0] == 0 ? 1 : 0;
    return BASE64.encodeToString(java.util.Arrays.copyOfRange(bytes, skipped, bytes.length));
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
