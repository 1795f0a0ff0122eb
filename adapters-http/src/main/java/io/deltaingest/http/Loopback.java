package io.deltaingest.http;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names and addresses by which a machine reaches itself only. Judged by their text, nothing is
 * looked up.
 */
final class Loopback {

  private static final Pattern V4 = Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

  private Loopback() {}

  /** Whether that is one; an IPv6 address with or without brackets. */
  static boolean is(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("::1")
        || name.equals("[::1]")
        || V4.matcher(name).matches();
  }
}
