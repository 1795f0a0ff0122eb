package io.deltaingest.delta.file;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The text forms of values that Delta's partition values and statistics share. */
final class TextForms {

  private static final long MICROS = 1_000_000;
  private static final DateTimeFormatter TO_SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter TO_MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
  private static final DateTimeFormatter ISO_TO_MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT);
  private static final DateTimeFormatter ISO_TO_MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);

  private TextForms() {}

  static String date(long epochDay) {
    return LocalDate.ofEpochDay(epochDay).toString();
  }

  /** {@code 2020-01-01 00:00:00}, with six digits after the point where there are any. */
  static String spacedTimestamp(long micros) {
    return (micros % MICROS == 0 ? TO_SECONDS : TO_MICROS).format(dateTime(micros));
  }

  /** {@code 2020-01-01T00:00:00.000000Z}. */
  static String isoTimestamp(long micros) {
    return ISO_TO_MICROS.format(dateTime(micros)) + "Z";
  }

  /** {@code 2020-01-01T00:00:00.000}, cut down to milliseconds. */
  static String isoMillis(long micros) {
    return ISO_TO_MILLIS.format(dateTime(micros));
  }

  /** Whether year and date have four digits, as other readers expect them. */
  static boolean isFourDigitYear(LocalDateTime time) {
    return time.getYear() >= 1 && time.getYear() <= 9999;
  }

  static LocalDateTime dateTime(long micros) {
    return LocalDateTime.ofInstant(
        Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000),
        ZoneOffset.UTC);
  }

  static String decimal(BigInteger unscaled, int scale) {
    return new BigDecimal(unscaled, scale).toPlainString();
  }

  /** The bytes as UTF-8, or null when they are none. */
  static String utf8(byte[] bytes, int offset, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, offset, length))
          .toString();
    } catch (CharacterCodingException malformed) {
      return null;
    }
  }
}
