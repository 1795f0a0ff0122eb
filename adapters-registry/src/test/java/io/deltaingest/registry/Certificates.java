package io.deltaingest.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate, its key, and the authority that signed it, made by the JDK's keytool. */
record Certificates(String authorityPem, String certificatePem, String keyPem) {

  private static final String PASSWORD = "changeit";

  static Certificates forLocalhost(Path dir) {
    return make(dir, "dns:localhost", "-1d", 2);
  }

  static Certificates forAnotherHost(Path dir) {
    return make(dir, "dns:registry.example.org", "-1d", 2);
  }

  static Certificates expired(Path dir) {
    return make(dir, "dns:localhost", "-10d", 5);
  }

  private static Certificates make(Path dir, String name, String start, int days) {
    try {
      Path store = Files.createTempDirectory(dir, "store").resolve("store.p12");
      keytool(store, "-alias", "authority", "-dname", "CN=authority", "-ext", "bc:c");
      keytool(
          store,
          "-alias",
          "own",
          "-dname",
          "CN=own",
          "-signer",
          "authority",
          "-ext",
          "san=" + name,
          "-startdate",
          start,
          "-validity",
          Integer.toString(days));
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD.toCharArray());
      }
      return new Certificates(
          pem("CERTIFICATE", keys.getCertificate("authority").getEncoded()),
          pem("CERTIFICATE", keys.getCertificate("own").getEncoded()),
          pem("PRIVATE KEY", keys.getKey("own", PASSWORD.toCharArray()).getEncoded()));
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static void keytool(Path store, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString()));
    command.addAll(List.of("-storepass", PASSWORD));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      assertThat(process.waitFor()).as(output).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String pem(String kind, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
  }
}
