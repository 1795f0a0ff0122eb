package io.deltaingest.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;

/**
 * Issues X.509 certificates (RFC 5280) for tests, in milliseconds: the JDK signs and reads them,
 * but has no public way to make one. Keys are of P-256 unless asked otherwise. Thread-safe.
 */
public final class CertificateAuthority {

  private static final AtomicLong SERIALS = new AtomicLong(System.nanoTime());
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_ID = 0x06;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int SEQUENCE = 0x30;
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;

  private static final byte[] BASIC_CONSTRAINTS = {0x55, 0x1d, 0x13};
  private static final byte[] ALTERNATIVE_NAMES = {0x55, 0x1d, 0x11};
  private static final byte[] ECDSA_WITH_SHA256 = {
    0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2
  };
  private static final byte[] CA_TRUE = der(SEQUENCE, new byte[] {1, 1, (byte) 0xff});

  private final X500Principal name;
  private final KeyPair keys;
  private final List<X509Certificate> chain;

  private CertificateAuthority(X500Principal name, KeyPair keys, List<X509Certificate> chain) {
    this.name = name;
    this.keys = keys;
    this.chain = List.copyOf(chain);
  }

  /** An authority that vouches for itself. */
  public static CertificateAuthority create(String commonName) {
    X500Principal name = new X500Principal("CN=" + commonName);
    KeyPair keys = keys("EC");
    CertificateAuthority root = new CertificateAuthority(name, keys, List.of());
    X509Certificate own = root.sign(name, keys.getPublic(), List.of(), past(), future(), true);
    return new CertificateAuthority(name, keys, List.of(own));
  }

  /** An authority that this one vouches for. */
  public CertificateAuthority intermediate(String commonName) {
    X500Principal subject = new X500Principal("CN=" + commonName);
    KeyPair own = keys("EC");
    X509Certificate signed = sign(subject, own.getPublic(), List.of(), past(), future(), true);
    List<X509Certificate> all = new ArrayList<>(List.of(signed));
    all.addAll(chain);
    return new CertificateAuthority(subject, own, all);
  }

  /** This authority's own certificate. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /**
   * A certificate that is valid now.
   *
   * @param hosts names and IPv4 addresses that it is for; may be none
   */
  public TlsIdentity issue(String commonName, String... hosts) {
    return issue("EC", commonName, List.of(hosts), future());
  }

  /** As {@link #issue}, with an RSA key of 2048 bits. */
  public TlsIdentity issueRsa(String commonName, String... hosts) {
    return issue("RSA", commonName, List.of(hosts), future());
  }

  /** A certificate that ended a minute ago. */
  public TlsIdentity issueExpired(String commonName, String... hosts) {
    return issue("EC", commonName, List.of(hosts), Instant.now().minusSeconds(60));
  }

  private TlsIdentity issue(String algorithm, String commonName, List<String> hosts, Instant end) {
    KeyPair own = keys(algorithm);
    X500Principal subject = new X500Principal("CN=" + commonName);
    List<X509Certificate> issued = new ArrayList<>();
    issued.add(sign(subject, own.getPublic(), hosts, past(), end, false));
    // Without the root, which whoever is to trust it has already.
    issued.addAll(chain.subList(0, chain.size() - 1));
    return new TlsIdentity(own.getPrivate(), issued);
  }

  private X509Certificate sign(
      X500Principal subject,
      PublicKey key,
      List<String> hosts,
      Instant start,
      Instant end,
      boolean authority) {
    byte[] algorithm = der(SEQUENCE, der(OBJECT_ID, ECDSA_WITH_SHA256));
    List<byte[]> extensions = new ArrayList<>();
    if (authority) {
      extensions.add(extension(BASIC_CONSTRAINTS, CA_TRUE));
    }
    if (!hosts.isEmpty()) {
      extensions.add(extension(ALTERNATIVE_NAMES, names(hosts)));
    }
    byte[] signed =
        der(
            SEQUENCE,
            der(0xa0, der(INTEGER, new byte[] {2})),
            der(INTEGER, BigInteger.valueOf(SERIALS.incrementAndGet()).toByteArray()),
            algorithm,
            name.getEncoded(),
            der(SEQUENCE, time(start), time(end)),
            subject.getEncoded(),
            key.getEncoded(),
            extensions.isEmpty()
                ? new byte[0]
                : der(0xa3, der(SEQUENCE, extensions.toArray(byte[][]::new))));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(signed);
      byte[] bits = signature.sign();
      byte[] certificate = der(SEQUENCE, signed, algorithm, der(BIT_STRING, new byte[] {0}, bits));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificate));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] extension(byte[] id, byte[] value) {
    return der(SEQUENCE, der(OBJECT_ID, id), der(OCTET_STRING, value));
  }

  private static byte[] names(List<String> hosts) {
    return der(SEQUENCE, hosts.stream().map(CertificateAuthority::name).toArray(byte[][]::new));
  }

  private static byte[] name(String host) {
    try {
      return host.matches("[0-9.]+")
          ? der(IP_ADDRESS, InetAddress.getByName(host).getAddress())
          : der(DNS_NAME, host.getBytes(StandardCharsets.US_ASCII));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(host, e);
    }
  }

  private static byte[] time(Instant time) {
    return der(GENERALIZED_TIME, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
  }

  private static KeyPair keys(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Instant past() {
    return Instant.now().minusSeconds(3600);
  }

  private static Instant future() {
    return Instant.now().plusSeconds(24 * 3600);
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    int length = content.size();
    if (length < 0x80) {
      element.write(length);
    } else {
      byte[] bytes = BigInteger.valueOf(length).toByteArray();
      int skipped = bytes[0] == 0 ? 1 : 0;
      element.write(0x80 | bytes.length - skipped);
      element.write(bytes, skipped, bytes.length - skipped);
    }
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }
}
