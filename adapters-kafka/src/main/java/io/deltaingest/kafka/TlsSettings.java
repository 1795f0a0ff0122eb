package io.deltaingest.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** PEM files and texts into PEM stores (KIP-651), and librdkafka's switch of verification. */
final class TlsSettings {

  static final String VERIFICATION = "enable.ssl.certificate.verification";

  private static final String CIPHERS = "ssl.cipher.suites";
  private static final Pattern STANDARD = Pattern.compile("(TLS|SSL)_[A-Z0-9_]+");
  private static final String KEY_PASSWORD = "ssl.key.password";

  /** librdkafka's word for the certificates that the system trusts. */
  private static final String SYSTEM_STORE = "probe";

  /** A text, and what to call it in messages. */
  private record Source(String name, String text) {}

  private final Map<String, String> written;
  private final Map<String, Object> java;
  private final List<String> problems;
  private final List<String> warnings;

  TlsSettings(Translation settings) {
    written = settings.written();
    java = settings.java();
    problems = settings.problems();
    warnings = settings.warnings();
  }

  void translate() {
    verification();
    trustedCertificates();
    ownCertificate();
    ciphers();
  }

  /** OpenSSL has names of its own, and separates them by colons; they fail at each connection. */
  private void ciphers() {
    Object list = java.get(CIPHERS);
    if (list == null) {
      return;
    }
    List<String> names = Arrays.stream(list.toString().split("[:,]")).map(String::strip).toList();
    List<String> foreign =
        names.stream().filter(name -> !STANDARD.matcher(name).matches()).toList();
    if (foreign.isEmpty()) {
      java.put(CIPHERS, String.join(",", names));
    } else {
      problems.add(
          CIPHERS
              + ": "
              + String.join(", ", foreign)
              + " is not the standard's name of a cipher suite, such as TLS_AES_256_GCM_SHA384");
    }
  }

  private void verification() {
    String verification = written.get(VERIFICATION);
    if (verification == null || verification.equalsIgnoreCase("true")) {
      return;
    }
    if (!verification.equalsIgnoreCase("false")) {
      problems.add(VERIFICATION + "=" + verification + ": must be true or false");
      return;
    }
    java.put("ssl.engine.factory.class", UnverifiedTls.class.getName());
    java.put("ssl.endpoint.identification.algorithm", "");
    warnings.add(
        VERIFICATION
            + "=false: whoever answers is taken for the broker, and can read all that is sent,"
            + " passwords too; ssl.ca.location or ssl.ca.pem would prevent that");
  }

  private void trustedCertificates() {
    Set<X509Certificate> trusted = new LinkedHashSet<>();
    for (Source source : sources("ssl.ca.pem", "ssl.ca.location")) {
      read(source, () -> trusted.addAll(CertificatePem.read(source.text())));
    }
    if (trusted.isEmpty()) {
      return;
    }
    if (java.containsKey("ssl.truststore.location")) {
      problems.add("ssl.ca.* and ssl.truststore.location exclude each other: give one of them");
      return;
    }
    java.put("ssl.truststore.type", "PEM");
    java.put("ssl.truststore.certificates", CertificatePem.write(trusted));
  }

  private void ownCertificate() {
    List<Source> chains = sources("ssl.certificate.pem", "ssl.certificate.location");
    List<Source> keys = sources("ssl.key.pem", "ssl.key.location");
    if (chains.isEmpty() && keys.isEmpty()) {
      return;
    }
    if (chains.isEmpty() || keys.isEmpty()) {
      sayWhatIsMissing(chains, "ssl.key.pem", "ssl.key.location");
      sayWhatIsMissing(keys, "ssl.certificate.pem", "ssl.certificate.location");
      return;
    }
    if (java.containsKey("ssl.keystore.location")) {
      problems.add("ssl.certificate.* and ssl.keystore.location exclude each other: give one");
      return;
    }
    List<X509Certificate> certificates = new ArrayList<>();
    List<PrivateKey> key = new ArrayList<>();
    read(chains.get(0), () -> certificates.addAll(CertificatePem.read(chains.get(0).text())));
    read(
        keys.get(0),
        () -> key.add(PrivateKeyPem.read(keys.get(0).text(), written.get(KEY_PASSWORD))));
    if (certificates.isEmpty() || key.isEmpty()) {
      return;
    }
    read(
        chains.get(0),
        () -> {
          List<X509Certificate> chain = CertificatePem.chain(key.get(0), certificates);
          Instant end = chain.get(0).getNotAfter().toInstant();
          if (end.isBefore(Instant.now())) {
            throw new IllegalArgumentException("holds a certificate that expired at " + end);
          }
          java.put("ssl.keystore.type", "PEM");
          java.put("ssl.keystore.certificate.chain", CertificatePem.write(chain));
          java.put("ssl.keystore.key", Pem.write("PRIVATE KEY", key.get(0).getEncoded()));
          // Of the key as it was written; this one needs none.
          java.remove(KEY_PASSWORD);
        });
  }

  /** One that can't be read has been said already. */
  private void sayWhatIsMissing(List<Source> given, String textName, String fileName) {
    if (!given.isEmpty() && !written.containsKey(textName) && !written.containsKey(fileName)) {
      problems.add(given.get(0).name() + " needs " + fileName + " or " + textName + " too");
    }
  }

  private void read(Source source, Runnable reading) {
    try {
      reading.run();
    } catch (IllegalArgumentException e) {
      problems.add(source.name() + " " + e.getMessage());
    }
  }

  /** The text given outright before that of the file; as many as there are. */
  private List<Source> sources(String textName, String fileName) {
    List<Source> sources = new ArrayList<>();
    String text = written.get(textName);
    if (text != null) {
      sources.add(new Source(textName, text));
    }
    String location = written.get(fileName);
    if (location != null && !location.equals(SYSTEM_STORE)) {
      try {
        sources.add(new Source(fileName + "=" + location, content(Path.of(location))));
      } catch (IOException | RuntimeException e) {
        problems.add(fileName + ": " + location + " can't be read (" + e + ")");
      }
    }
    return sources;
  }

  /** Of a file, or of all in a folder; what is around PEM blocks may be anything. */
  static String content(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return text(path);
    }
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : new TreeSet<>(files.filter(Files::isRegularFile).toList())) {
        all.append(text(file)).append('\n');
      }
    }
    return all.toString();
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}
