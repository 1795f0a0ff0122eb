package io.deltaingest.kafka;

import java.util.List;

/**
 * TLS and SASL as librdkafka is told of them, turned into Java's. Values never appear in messages.
 */
final class SecuritySettings {

  private SecuritySettings() {}

  static void translate(Translation settings) {
    new TlsSettings(settings).translate();
    new SaslSettings(settings).translate();
    warnOfUnused(settings, settings.tls(), "ssl.", "SSL or SASL_SSL");
    warnOfUnused(settings, settings.sasl(), "sasl.", "SASL_SSL or SASL_PLAINTEXT");
  }

  private static void warnOfUnused(
      Translation settings, boolean used, String prefix, String protocols) {
    List<String> names =
        settings.written().keySet().stream()
            .filter(name -> name.startsWith(prefix) && SettingNames.SECURITY.contains(name))
            .toList();
    if (!used && !names.isEmpty()) {
      settings
          .warnings()
          .add(
              String.join(", ", names)
                  + " has no effect: security.protocol is "
                  + settings.protocol()
                  + ", not "
                  + protocols);
    }
  }
}
