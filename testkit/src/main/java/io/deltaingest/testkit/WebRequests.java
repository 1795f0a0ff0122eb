package io.deltaingest.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * JSON messages of web requests, 231 bytes on average, each determined by the generator's seed and
 * the message's sequence number alone:
 *
 * <pre>{@code
 * {"status":200,"session_id":"7c28bcf9-be26-4d0b-931a-3374ab4bb458","method":"GET",
 *  "meta":{"producer":{"timestamp":"2021-03-24T15:06:17.321710+00:00"}},
 *  "uuid":"831c6afa-375c-4988-b248-096f9ed101f8","url":"http://www.example.com/…"}
 * }</pre>
 *
 * The {@code uuid} is unique by sequence number; sessions are of about 50 requests. On request
 * every n-th message is one that can't become a row, in turn of each {@link Defect}.
 *
 * <p>An instance is not thread-safe, since it remembers the second it last wrote. Equal instances
 * write equal bytes. Nothing is allocated by {@link #write}.
 */
public final class WebRequests {

  /** No message is longer. */
  public static final int MAX_LENGTH = 320;

  /** The time of the first message where none is said. */
  public static final Instant DEFAULT_START = Instant.parse("2021-03-24T15:06:17Z");

  /** What is wrong with a bad message. */
  public enum Defect {
    /** No JSON at all. */
    NOT_JSON,
    /** JSON that ends too early. */
    TRUNCATED,
    /** JSON, but no object. */
    NOT_AN_OBJECT,
    /** {@code status} is text that is no number. */
    WRONG_TYPE
  }

  private static final Defect[] DEFECTS = Defect.values();
  private static final byte[] HEX = ascii("0123456789abcdef");
  private static final byte[] STATUS = ascii("{\"status\":");
  private static final byte[] BAD_STATUS = ascii("\"unknown\"");
  private static final byte[] SESSION = ascii(",\"session_id\":\"");
  private static final byte[] METHOD = ascii("\",\"method\":\"");
  private static final byte[] TIMESTAMP = ascii("\",\"meta\":{\"producer\":{\"timestamp\":\"");
  private static final byte[] UUID = ascii("+00:00\"}},\"uuid\":\"");
  private static final byte[] URL = ascii("\",\"url\":\"http://www.example.com");
  private static final byte[] END = ascii("\"}");
  private static final byte[] NOT_JSON = ascii("GET /index.html HTTP/1.1");
  private static final byte[] NOT_AN_OBJECT = ascii("[200,\"GET\"]");

  private static final byte[][] METHODS = {
    ascii("GET"),
    ascii("GET"),
    ascii("GET"),
    ascii("GET"),
    ascii("GET"),
    ascii("POST"),
    ascii("PUT"),
    ascii("DELETE")
  };
  private static final byte[][] STATUSES = {
    ascii("200"),
    ascii("200"),
    ascii("200"),
    ascii("200"),
    ascii("201"),
    ascii("304"),
    ascii("404"),
    ascii("500")
  };
  private static final byte[][] PATHS = {
    ascii(""),
    ascii(""),
    ascii("/"),
    ascii("/"),
    ascii("/cart"),
    ascii("/login"),
    ascii("/search"),
    ascii("/account")
  };

  private static final long SESSION_LENGTH = 50;
  private static final long MICROS = 1_000_000;

  private final long seed;
  private final long startMicros;
  private final long stepMicros;
  private final long badEvery;
  private final Defect onlyDefect;
  private final byte[] secondText = new byte[19];
  private final byte[] scratch = new byte[MAX_LENGTH];
  private long writtenSecond = Long.MIN_VALUE;

  /** Messages a millisecond apart, from {@link #DEFAULT_START}. */
  public WebRequests(long seed) {
    this(seed, DEFAULT_START, Duration.ofMillis(1));
  }

  /**
   * @param start the time of message 0, in years 0 to 9999
   * @param step from one message to the next, whole microseconds
   */
  public WebRequests(long seed, Instant start, Duration step) {
    this(seed, micros(start), step.toNanos() / 1000, 0, null);
  }

  private WebRequests(
      long seed, long startMicros, long stepMicros, long badEvery, Defect onlyDefect) {
    this.seed = seed;
    this.startMicros = startMicros;
    this.stepMicros = stepMicros;
    this.badEvery = badEvery;
    this.onlyDefect = onlyDefect;
  }

  /** The same messages, but that those numbered n-1, 2n-1, 3n-1 … are bad. */
  public WebRequests withBadEvery(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("every " + n + "th");
    }
    return new WebRequests(seed, startMicros, stepMicros, n, null);
  }

  /** The same messages, but that all of them have that defect. */
  public WebRequests allBad(Defect defect) {
    return new WebRequests(seed, startMicros, stepMicros, 1, defect);
  }

  /** Whether that message can't become a row. */
  public boolean isBad(long sequence) {
    return badEvery > 0 && sequence % badEvery == badEvery - 1;
  }

  /** What is wrong with a bad message. */
  public Defect defect(long sequence) {
    if (!isBad(sequence)) {
      throw new IllegalArgumentException("message " + sequence + " is good");
    }
    return onlyDefect != null ? onlyDefect : DEFECTS[(int) (sequence / badEvery % DEFECTS.length)];
  }

  /** The time that the message tells, in microseconds since the epoch. */
  public long timestampMicros(long sequence) {
    return startMicros + sequence * stepMicros;
  }

  /** The message as an array of its own. */
  public byte[] message(long sequence) {
    return Arrays.copyOf(scratch, write(sequence, scratch, 0));
  }

  /**
   * Writes the message.
   *
   * @param buffer has room for {@link #MAX_LENGTH} bytes from {@code offset}
   * @return the length written
   */
  public int write(long sequence, byte[] buffer, int offset) {
    if (isBad(sequence)) {
      return writeBad(sequence, buffer, offset);
    }
    long dice = mix(seed ^ mix(sequence));
    int at = put(STATUS, buffer, offset);
    at = put(STATUSES[(int) (dice & 7)], buffer, at);
    return writeAfterStatus(sequence, dice, buffer, at) - offset;
  }

  private int writeBad(long sequence, byte[] buffer, int offset) {
    long dice = mix(seed ^ mix(sequence));
    return switch (defect(sequence)) {
      case NOT_JSON -> put(NOT_JSON, buffer, offset) - offset;
      case NOT_AN_OBJECT -> put(NOT_AN_OBJECT, buffer, offset) - offset;
      case WRONG_TYPE -> {
        int at = put(BAD_STATUS, buffer, put(STATUS, buffer, offset));
        yield writeAfterStatus(sequence, dice, buffer, at) - offset;
      }
      case TRUNCATED -> {
        int at = put(STATUSES[(int) (dice & 7)], buffer, put(STATUS, buffer, offset));
        yield writeAfterStatus(sequence, dice, buffer, at) - offset - 40;
      }
    };
  }

  private int writeAfterStatus(long sequence, long dice, byte[] buffer, int offset) {
    long session = mix(seed + sequence / SESSION_LENGTH);
    int at = put(SESSION, buffer, offset);
    at = putUuid(session, mix(session), buffer, at);
    at = put(METHOD, buffer, at);
    at = put(METHODS[(int) ((dice >>> 3) & 7)], buffer, at);
    at = put(TIMESTAMP, buffer, at);
    at = putTimestamp(timestampMicros(sequence), buffer, at);
    at = put(UUID, buffer, at);
    at = putUuid(dice, mix(dice), buffer, at);
    at = put(URL, buffer, at);
    at = put(PATHS[(int) ((dice >>> 6) & 7)], buffer, at);
    return put(END, buffer, at);
  }

  /** {@code 2021-03-24T15:06:17.321710}. */
  private int putTimestamp(long micros, byte[] buffer, int offset) {
    long second = Math.floorDiv(micros, MICROS);
    if (second != writtenSecond) {
      writeSecond(second);
    }
    int at = put(secondText, buffer, offset);
    buffer[at++] = '.';
    int fraction = (int) (micros - second * MICROS);
    for (int digit = at + 5; digit >= at; digit--) {
      buffer[digit] = (byte) ('0' + fraction % 10);
      fraction /= 10;
    }
    return at + 6;
  }

  private void writeSecond(long second) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
    putDecimal(time.getYear(), 4, 0);
    secondText[4] = '-';
    putDecimal(time.getMonthValue(), 2, 5);
    secondText[7] = '-';
    putDecimal(time.getDayOfMonth(), 2, 8);
    secondText[10] = 'T';
    putDecimal(time.getHour(), 2, 11);
    secondText[13] = ':';
    putDecimal(time.getMinute(), 2, 14);
    secondText[16] = ':';
    putDecimal(time.getSecond(), 2, 17);
    writtenSecond = second;
  }

  private void putDecimal(int number, int digits, int offset) {
    int rest = number;
    for (int digit = offset + digits - 1; digit >= offset; digit--) {
      secondText[digit] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /** A version 4 UUID of those bits. */
  private static int putUuid(long high, long low, byte[] buffer, int offset) {
    long versioned = (high & ~0xF000L) | 0x4000L;
    long varied = (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    int at = putHex(versioned, 60, 8, buffer, offset);
    buffer[at++] = '-';
    at = putHex(versioned, 28, 4, buffer, at);
    buffer[at++] = '-';
    at = putHex(versioned, 12, 4, buffer, at);
    buffer[at++] = '-';
    at = putHex(varied, 60, 4, buffer, at);
    buffer[at++] = '-';
    return putHex(varied, 44, 12, buffer, at);
  }

  private static int putHex(long bits, int firstShift, int digits, byte[] buffer, int offset) {
    int shift = firstShift;
    for (int at = offset; at < offset + digits; at++) {
      buffer[at] = HEX[(int) (bits >>> shift) & 15];
      shift -= 4;
    }
    return offset + digits;
  }

  private static int put(byte[] text, byte[] buffer, int offset) {
    System.arraycopy(text, 0, buffer, offset, text.length);
    return offset + text.length;
  }

  /** The finalizer of SplitMix64, one to one: different numbers stay different. */
  private static long mix(long number) {
    long mixed = number + 0x9E37_79B9_7F4A_7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return mixed ^ (mixed >>> 31);
  }

  private static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / 1000);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
