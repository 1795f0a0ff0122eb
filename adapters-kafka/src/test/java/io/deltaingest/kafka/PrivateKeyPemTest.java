package io.deltaingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeyPemTest {

  @ParameterizedTest
  @CsvSource({
    "rsa-pkcs8, rsa-cert",
    "rsa-pkcs1, rsa-cert",
    "rsa-pkcs8-encrypted, rsa-cert",
    "ec-sec1, ec-cert",
    "ec-sec1-nopub, ec-cert",
    "ec-pkcs8-pbe1, ec-cert",
    "ec-bag, ec-bag"
  })
  void shouldReadTheKeyOfTheCertificate(String key, String certificate) {
    String text = PemFiles.read(key);
    List<X509Certificate> certificates = CertificatePem.read(PemFiles.read(certificate));

    for (String written :
        List.of(
            text,
            text.replace("\n", "\r\n"),
            "a comment\n# another\n" + text + "\n\n",
            text.strip().replace("\n", "\\n"))) {
      PrivateKey read = PrivateKeyPem.read(written, PemFiles.PASSWORD);

      assertThat(CertificatePem.chain(read, certificates)).isEqualTo(certificates);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rsa-pkcs1-encrypted | OpenSSL's older form | openssl pkcs8 -topk8 -v2 aes-256-cbc",
        "ec-pkcs8-des3 | in a way that Java does not know | openssl pkcs8 -topk8 -v2 aes-256-cbc",
        "ed25519 | can't be read | RSA, EC",
        "rsa-cert | holds no private key | PEM",
      })
  void shouldSayWhatToDoWithWhatItDoesNotRead(String file, String problem, String remedy) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrivateKeyPem.read(PemFiles.read(file), PemFiles.PASSWORD))
        .withMessageContaining(problem)
        .withMessageContaining(remedy);
  }

  @Test
  void shouldAskForTheRightPassword() {
    String encrypted = PemFiles.read("rsa-pkcs8-encrypted");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrivateKeyPem.read(encrypted, null))
        .withMessage("is encrypted; give its password as ssl.key.password");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrivateKeyPem.read(encrypted, "looking-glass"))
        .withMessage("can't be decrypted with the ssl.key.password given");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN PRIVATE KEY-----\nlooking?glass\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nbG9va2luZy1nbGFzcw==\n-----END PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nMIL/////AA==\n-----END EC PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nMA==\n-----END EC PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\n-----END EC PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----",
        "-----BEGIN DSA PRIVATE KEY-----\nMAA=\n-----END DSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nlooking-glass",
        "",
      })
  void shouldRefuseWhatIsNoKeyWithoutRepeatingIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrivateKeyPem.read(text, "p"))
        .satisfies(e -> assertThat(e.getMessage()).isNotBlank().doesNotContain("glass"));
  }
}
