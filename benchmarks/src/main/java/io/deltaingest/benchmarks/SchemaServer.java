package io.deltaingest.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * The smallest schema registry: one schema under one id, by Confluent's API. A registry is asked
 * once in a run, so that a real one would tell the same of the run's speed.
 */
final class SchemaServer implements AutoCloseable {

  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final String NOT_FOUND = "{\"error_code\":40403,\"message\":\"Schema not found\"}";

  private final HttpServer server;
  private final String path;
  private final String answer;

  private SchemaServer(HttpServer server, int id, String schema) {
    this.server = server;
    this.path = "/schemas/ids/" + id;
    this.answer = new JsonMapper().createObjectNode().put("schema", schema).toString();
  }

  /** Starts one on a free port of this machine, on a thread of its own. */
  static SchemaServer start(int id, String schema) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    SchemaServer registry = new SchemaServer(server, id, schema);
    server.createContext("/", registry::answer);
    server.start();
    return registry;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean known = exchange.getRequestURI().getPath().equals(path);
    byte[] body = (known ? answer : NOT_FOUND).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
    exchange.sendResponseHeaders(known ? 200 : 404, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
