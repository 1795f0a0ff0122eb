package io.deltaingest.metrics;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** A statsd daemon that only listens: one string for each datagram. */
final class UdpListener implements AutoCloseable {

  private final DatagramSocket socket;
  private final List<String> datagrams = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::listen, "udp-listener");
  private volatile boolean closed;

  UdpListener() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  List<String> datagrams() {
    return datagrams;
  }

  /** The values of a counter added up. */
  long sum(String name) {
    return datagrams.stream()
        .filter(line -> line.startsWith(name + ":") && line.endsWith("|c"))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1, line.length() - 2)))
        .sum();
  }

  Set<String> names() {
    Set<String> names = new TreeSet<>();
    datagrams.forEach(line -> names.add(line.substring(0, line.indexOf(':'))));
    return names;
  }

  private void listen() {
    byte[] buffer = new byte[65_536];
    while (!closed) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        datagrams.add(new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        if (!closed) {
          throw new AssertionError(e);
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    socket.close();
  }
}
