package io.deltaingest.kafka;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** X.509 certificates in PEM form. Failures are as those of {@link PrivateKeyPem}. */
final class CertificatePem {

  private static final Set<String> LABELS =
      Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE");

  private CertificatePem() {}

  /** All certificates of the text, in their order; at least one. */
  static List<X509Certificate> read(String text) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Pem.Block block : Pem.read(text)) {
      if (LABELS.contains(block.label())) {
        certificates.add(parse(block.content()));
      }
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("holds no certificate in PEM form");
    }
    return certificates;
  }

  private static X509Certificate parse(byte[] content) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(content));
    } catch (CertificateException e) {
      throw new IllegalArgumentException("holds a certificate that can't be read");
    }
  }

  /**
   * The certificate of that key, then its issuer's and so on, as TLS sends them: files are in other
   * orders too, and may hold more.
   */
  static List<X509Certificate> chain(PrivateKey key, List<X509Certificate> certificates) {
    X509Certificate next =
        certificates.stream()
            .filter(certificate -> belongTogether(key, certificate))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("holds no certificate of the private key"));
    List<X509Certificate> chain = new ArrayList<>();
    while (next != null) {
      chain.add(next);
      next = issuer(next, certificates, chain);
    }
    return chain;
  }

  private static X509Certificate issuer(
      X509Certificate issued, List<X509Certificate> certificates, List<X509Certificate> chain) {
    for (X509Certificate certificate : certificates) {
      if (!chain.contains(certificate)
          && certificate.getSubjectX500Principal().equals(issued.getIssuerX500Principal())
          && signed(certificate, issued)) {
        return certificate;
      }
    }
    return null;
  }

  private static boolean signed(X509Certificate issuer, X509Certificate issued) {
    try {
      issued.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Whether what the key signs is what the certificate verifies. */
  private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
    if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
      return false;
    }
    String algorithm = key.getAlgorithm().equals("EC") ? "ECDSA" : key.getAlgorithm();
    byte[] sample = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance("SHA256with" + algorithm);
      signature.initSign(key);
      signature.update(sample);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(sample);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  static String write(Collection<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      try {
        text.append(Pem.write("CERTIFICATE", certificate.getEncoded()));
      } catch (CertificateEncodingException e) {
        throw new IllegalStateException(e);
      }
    }
    return text.toString();
  }
}
