package io.deltaingest.kafka;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.common.KafkaException;

/**
 * Finds out what the brokers' port speaks, and refuses settings that speak otherwise. The Kafka
 * client can't tell that from a broker that is away, and tries for ever; one without TLS even takes
 * the alert of a listener with TLS for the length of an answer, and allocates that: 336 MiB.
 *
 * <p>Asks the first broker that answers, by connections of its own: an {@code ApiVersions} request,
 * which any listener without TLS answers, then {@code SaslHandshake}, which tells whether it wants
 * a login (Kafka protocol; KIP-43). Sends no credentials. Blocks for some seconds at most.
 */
final class ListenerProbe {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final short API_VERSIONS = 18;
  private static final short SASL_HANDSHAKE = 17;
  private static final int ILLEGAL_SASL_STATE = 34;
  private static final int CORRELATION = 0x6b6469;
  private static final int MAX_ANSWER = 1 << 20;

  /** A TLS record that holds an alert: its type, and the first byte of its version. */
  private static final int TLS_ALERT = 0x1503;

  private enum Speech {
    KAFKA,
    TLS,
    /** Something else: its answer is not one to be read by a Kafka client. */
    OTHER,
    /** Somebody is there, and says nothing: there is no use in asking more. */
    NOTHING,
    /** Nobody is there, or who is says nothing to the point. */
    UNKNOWN
  }

  private final ClientSettings settings;

  ListenerProbe(ClientSettings settings) {
    this.settings = settings;
  }

  /**
   * Before the Kafka client is let near the brokers.
   *
   * @throws ConfigurationException when a broker wants TLS, and the settings say there is none, or
   *     when it is no broker
   */
  void refusePlaintextForTls() {
    if (!settings.tls()) {
      for (InetSocketAddress address : addresses()) {
        Speech speech = plainSpeech(address);
        refuseOther(address, speech);
        if (speech == Speech.TLS) {
          throw wantsTls(address);
        }
        if (speech == Speech.KAFKA || speech == Speech.NOTHING) {
          return;
        }
      }
    }
  }

  /**
   * After the Kafka client got no answer.
   *
   * @throws ConfigurationException when a broker is there, and wants another security.protocol
   */
  void explainSilence() {
    for (InetSocketAddress address : addresses()) {
      Speech speech = plainSpeech(address);
      refuseOther(address, speech);
      if (speech == Speech.NOTHING) {
        return;
      }
      if (speech == Speech.UNKNOWN && !settings.tls() && speaksTls(address)) {
        speech = Speech.TLS;
      }
      if (speech == Speech.TLS && !settings.tls()) {
        throw wantsTls(address);
      }
      if (speech == Speech.KAFKA && settings.tls()) {
        throw mismatch(
            address, "does not speak TLS", settings.sasl() ? "SASL_PLAINTEXT" : "PLAINTEXT");
      }
      if (!settings.sasl() && wantsLogin(address)) {
        throw mismatch(
            address, "wants a login (SASL)", settings.tls() ? "SASL_SSL" : "SASL_PLAINTEXT");
      }
      if (speech != Speech.UNKNOWN) {
        return;
      }
    }
  }

  private List<InetSocketAddress> addresses() {
    try {
      return ClientUtils.parseAndValidateAddresses(
          List.of(settings.brokers().split(",")), "use_all_dns_ips");
    } catch (KafkaException e) {
      return List.of();
    }
  }

  /** The text of another kind of server would be taken for the length of an answer, too. */
  private static void refuseOther(InetSocketAddress address, Speech speech) {
    if (speech == Speech.OTHER) {
      throw new ConfigurationException(
          Problem.of(
              "There is no Kafka broker at " + address.getHostString() + ":" + address.getPort(),
              "Who answers there speaks another protocol",
              "Check the brokers' addresses"));
    }
  }

  private ConfigurationException wantsTls(InetSocketAddress address) {
    return mismatch(address, "speaks TLS", settings.sasl() ? "SASL_SSL" : "SSL");
  }

  private ConfigurationException mismatch(InetSocketAddress address, String found, String wanted) {
    return new ConfigurationException(
        Problem.of(
            "Broker and settings don't agree on security.protocol",
            "the listener at "
                + address.getHostString()
                + ":"
                + address.getPort()
                + " "
                + found
                + ", and security.protocol is "
                + settings.securityProtocol(),
            "Set security.protocol="
                + wanted
                + " and what belongs to it, or use another port of the broker"));
  }

  private Speech plainSpeech(InetSocketAddress address) {
    try (Socket socket = connect(address)) {
      ask(socket, API_VERSIONS, (short) 0, "");
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int length = in.readInt();
      if (length >>> 16 == TLS_ALERT) {
        return Speech.TLS;
      }
      if (length < 0 || length > MAX_ANSWER) {
        return Speech.OTHER;
      }
      return in.readInt() == CORRELATION ? Speech.KAFKA : Speech.UNKNOWN;
    } catch (SocketTimeoutException e) {
      return Speech.NOTHING;
    } catch (IOException e) {
      return Speech.UNKNOWN;
    }
  }

  private boolean speaksTls(InetSocketAddress address) {
    try (Socket socket = secure(address)) {
      return socket.isConnected();
    } catch (SSLException e) {
      // An alert is TLS too; noise, or the end, is not.
      return String.valueOf(e.getMessage()).contains("alert");
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a listener answers a question that one without SASL calls out of place. */
  private boolean wantsLogin(InetSocketAddress address) {
    try (Socket socket = settings.tls() ? secure(address) : connect(address)) {
      ask(socket, SASL_HANDSHAKE, (short) 1, "PLAIN");
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int length = in.readInt();
      if (length < 6 || length > MAX_ANSWER || in.readInt() != CORRELATION) {
        return false;
      }
      return in.readShort() != ILLEGAL_SASL_STATE;
    } catch (IOException e) {
      return false;
    }
  }

  private Socket connect(InetSocketAddress address) throws IOException {
    int patience =
        (int) Math.min(PATIENCE.toMillis(), Math.max(1, settings.lookUpTimeout().toMillis() / 2));
    Socket socket = new Socket();
    try {
      socket.setSoTimeout(patience);
      socket.connect(address, patience);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Whoever answers is believed: nothing is told to it. */
  private Socket secure(InetSocketAddress address) throws IOException {
    Socket plain = connect(address);
    try {
      SSLSocket socket =
          (SSLSocket)
              UnverifiedTls.context(null)
                  .getSocketFactory()
                  .createSocket(plain, address.getHostString(), address.getPort(), true);
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      plain.close();
      throw e;
    } catch (GeneralSecurityException e) {
      plain.close();
      throw new IOException(e);
    }
  }

  private static void ask(Socket socket, short api, short version, String body) throws IOException {
    byte[] text = body.getBytes(StandardCharsets.US_ASCII);
    int bodyLength = text.length == 0 ? 0 : 2 + text.length;
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    out.writeInt(2 + 2 + 4 + 2 + bodyLength);
    out.writeShort(api);
    out.writeShort(version);
    out.writeInt(CORRELATION);
    out.writeShort(-1);
    if (bodyLength > 0) {
      out.writeShort(text.length);
      out.write(text);
    }
    out.flush();
  }
}
