package io.deltaingest.kafka;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Private keys in the forms that OpenSSL reads and writes: PKCS #8, encrypted (RFC 5958) or not,
 * PKCS #1 (RFC 8017), SEC 1 (RFC 5915). Java reads the first alone; the other two are put into its
 * envelope.
 *
 * <p>Failures are {@link IllegalArgumentException}s whose messages say what is wrong and what to
 * do, to follow the name of the setting, and hold nothing of the key.
 */
final class PrivateKeyPem {

  private static final byte[] VERSION_0 = Der.element(Der.INTEGER, new byte[] {0});
  private static final byte[] RSA =
      Der.element(
          Der.OBJECT_ID,
          new byte[] {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0xd, 1, 1, 1});
  private static final byte[] EC =
      Der.element(Der.OBJECT_ID, new byte[] {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1});

  /** Those that the Kafka client takes in a PEM store. */
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "DSA");

  private PrivateKeyPem() {}

  /**
   * The first private key of the text.
   *
   * @param password null where there is none; one for a key that is not encrypted is not looked at
   */
  static PrivateKey read(String text, String password) {
    List<Pem.Block> blocks = Pem.read(text);
    Pem.Block key =
        blocks.stream()
            .filter(block -> block.label().endsWith("PRIVATE KEY"))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("holds no private key in PEM form"));
    if (key.encrypted()) {
      throw new IllegalArgumentException(
          "is encrypted in OpenSSL's older form, which Java does not read; convert it with"
              + " \"openssl pkcs8 -topk8 -v2 aes-256-cbc -in KEY -out NEW_KEY\"");
    }
    return switch (key.label()) {
      case "PRIVATE KEY" -> parse(key.content());
      case "ENCRYPTED PRIVATE KEY" -> parse(decrypt(key.content(), password));
      case "RSA PRIVATE KEY" ->
          parse(envelope(Der.element(Der.SEQUENCE, RSA, Der.element(Der.NULL)), key.content()));
      case "EC PRIVATE KEY" ->
          parse(
              envelope(Der.element(Der.SEQUENCE, EC, curve(key.content(), blocks)), key.content()));
      default ->
          throw new IllegalArgumentException(
              "holds a "
                  + key.label()
                  + ", which is not supported; convert it with \"openssl pkcs8 -topk8 -nocrypt"
                  + " -in KEY -out NEW_KEY\"");
    };
  }

  private static byte[] envelope(byte[] algorithm, byte[] key) {
    return Der.element(Der.SEQUENCE, VERSION_0, algorithm, Der.element(Der.OCTET_STRING, key));
  }

  /** The named curve: in the key itself or, by some versions of OpenSSL, in a block before it. */
  private static byte[] curve(byte[] key, List<Pem.Block> blocks) {
    byte[] inKey = Der.find(Der.CONTEXT_0, require(Der.find(Der.SEQUENCE, key)));
    if (inKey != null) {
      return inKey;
    }
    return blocks.stream()
        .filter(block -> block.label().equals("EC PARAMETERS"))
        .map(Pem.Block::content)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "does not name its curve; convert it with \"openssl pkcs8 -topk8 -nocrypt"
                        + " -in KEY -out NEW_KEY\""));
  }

  private static byte[] require(byte[] content) {
    if (content == null) {
      throw new IllegalArgumentException("holds a private key that can't be read");
    }
    return content;
  }

  private static byte[] decrypt(byte[] encrypted, String password) {
    if (password == null || password.isEmpty()) {
      throw new IllegalArgumentException("is encrypted; give its password as ssl.key.password");
    }
    EncryptedPrivateKeyInfo info;
    Cipher cipher;
    SecretKeyFactory keys;
    try {
      info = new EncryptedPrivateKeyInfo(encrypted);
      // For PBES2 the parameters' text is the name of the whole scheme, the info's name is not.
      String scheme =
          info.getAlgName().startsWith("PBES2") || info.getAlgName().equals("1.2.840.113549.1.5.13")
              ? info.getAlgParameters().toString()
              : info.getAlgName();
      cipher = Cipher.getInstance(scheme);
      keys = SecretKeyFactory.getInstance(scheme);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "is encrypted in a way that Java does not know; convert it with"
              + " \"openssl pkcs8 -topk8 -v2 aes-256-cbc -in KEY -out NEW_KEY\"");
    }
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray());
    try {
      cipher.init(Cipher.DECRYPT_MODE, keys.generateSecret(spec), info.getAlgParameters());
      return info.getKeySpec(cipher).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("can't be decrypted with the ssl.key.password given");
    } finally {
      spec.clearPassword();
    }
  }

  private static PrivateKey parse(byte[] pkcs8) {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        // One of the others then.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new IllegalArgumentException(
        "holds a private key that can't be read; " + String.join(", ", ALGORITHMS) + " are known");
  }
}
