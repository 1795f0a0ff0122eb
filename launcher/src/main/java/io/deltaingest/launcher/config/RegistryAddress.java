package io.deltaingest.launcher.config;

import io.deltaingest.domain.stream.RegistryConfig.Login;
import io.deltaingest.domain.stream.SecretText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The addresses of a schema registry, as users write them: with user and password inside, or
 * without.
 *
 * @param urls without user, password and trailing slashes
 * @param login what was inside the first that had one
 */
public record RegistryAddress(List<URI> urls, Optional<Login> login) {

  /**
   * Reads addresses that are separated by commas.
   *
   * @throws IllegalArgumentException says what is wrong, without repeating what may be a password
   */
  public static RegistryAddress parse(String text) {
    return parse(List.of(text.split(",", -1)));
  }

  /**
   * Reads addresses.
   *
   * @throws IllegalArgumentException as {@link #parse(String)}
   */
  static RegistryAddress parse(List<String> texts) {
    List<URI> urls = new ArrayList<>();
    Optional<Login> login = Optional.empty();
    for (String text : texts) {
      URI url = url(text.strip());
      if (login.isEmpty()) {
        login = login(url);
      }
      urls.add(bare(url));
    }
    return new RegistryAddress(urls, login);
  }

  /** An HTTP proxy's address. */
  public static URI proxy(String text) {
    URI url = url(text.strip().contains("://") ? text.strip() : "http://" + text.strip());
    if (url.getPort() < 0) {
      throw new IllegalArgumentException("the proxy's address has no port: http://HOST:PORT");
    }
    return url;
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      boolean http = "http".equalsIgnoreCase(url.getScheme());
      if (url.getHost() != null && (http || "https".equalsIgnoreCase(url.getScheme()))) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Reported below: the exception's text would repeat the address, password included.
    }
    throw new IllegalArgumentException(
        "is no address of a registry; write http://HOST:PORT or https://HOST:PORT");
  }

  private static Optional<Login> login(URI url) {
    String user = url.getUserInfo();
    if (user == null) {
      return Optional.empty();
    }
    int colon = user.indexOf(':');
    String password = colon < 0 ? "" : user.substring(colon + 1);
    return Optional.of(
        new Login(
            colon < 0 ? user : user.substring(0, colon),
            SecretText.resolved(password, References.escape(password))));
  }

  private static URI bare(URI url) {
    String path = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return URI.create(url.getScheme() + "://" + url.getHost() + port + path);
  }
}
