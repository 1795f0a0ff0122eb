package io.deltaingest.formats.coerce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.formats.Ingested;
import io.deltaingest.formats.RandomJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Holds the readers of text equal to those of the JDK. */
class CoercionOracleTest {

  private static final long FIRST_MICRO = -62_167_219_200_000_000L;
  private static final long LAST_MICRO = 253_402_300_799_999_999L;

  private final DateTimeText dateTime = new DateTimeText();

  @Property(tries = 5000)
  void shouldReadInstantsAsTheJdkDoes(
      @ForAll @LongRange(min = FIRST_MICRO + 86_400_000_000L, max = LAST_MICRO - 86_400_000_000L)
          long micros,
      @ForAll @IntRange(min = -18 * 60, max = 18 * 60) int offsetMinutes) {
    Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    OffsetDateTime time = instant.atOffset(ZoneOffset.ofTotalSeconds(offsetMinutes * 60));
    LocalDateTime clock = time.toLocalDateTime();

    assertThat(read(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time))).isTrue();

    assertThat(dateTime.instantMicros()).isEqualTo(micros);
    assertThat(dateTime.clockMicros()).isEqualTo(micros + offsetMinutes * 60_000_000L);
    assertThat(dateTime.epochDay()).isEqualTo(clock.toLocalDate().toEpochDay());
  }

  @Property(tries = 5000)
  void shouldKnowWhichDaysThereAre(
      @ForAll @IntRange(min = 0, max = 9999) int year,
      @ForAll @IntRange(min = 0, max = 13) int month,
      @ForAll @IntRange(min = 0, max = 32) int day) {
    boolean exists;
    LocalDate date = null;
    try {
      date = LocalDate.of(year, month, day);
      exists = true;
    } catch (DateTimeException e) {
      exists = false;
    }

    assertThat(read(String.format("%04d-%02d-%02d", year, month, day))).isEqualTo(exists);
    assertThat(!exists || dateTime.epochDay() == date.toEpochDay()).isTrue();
  }

  @Property(tries = 2000)
  void shouldReadDoublesAsTheJdkDoes(@ForAll long bits) {
    double value = Double.longBitsToDouble(bits);
    if (Double.isFinite(value)) {
      assertThat(Ingested.intoColumn(PrimitiveType.DOUBLE).value(Double.toString(value)))
          .isEqualTo(value);
    }
  }

  @Property(tries = 2000)
  void shouldReadFloatsAsTheJdkDoes(@ForAll int bits, @ForAll long seed) {
    float value = Float.intBitsToFloat(bits);
    String number = new RandomJson(seed, false).number();
    Ingested table = Ingested.intoColumn(PrimitiveType.FLOAT);

    if (Float.isFinite(value)) {
      assertThat(table.value(Float.toString(value))).isEqualTo(value);
    }
    float parsed = Float.parseFloat(number);
    boolean zeroDigits = number.replaceAll("[eE].*", "").matches("[-0.]*");
    if (Float.isInfinite(parsed) || (parsed == 0 && !zeroDigits)) {
      assertThat(table.refusal(number).errorClass()).isEqualTo("out-of-range");
    } else {
      assertThat(((Float) table.value(number)).floatValue()).isEqualTo(parsed);
    }
  }

  @Property(tries = 2000)
  void shouldReadBase64AsTheJdkDoes(@ForAll long seed, @ForAll @IntRange(max = 40) int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    String hex = HexFormat.of().formatHex(bytes);

    for (Base64.Encoder encoder :
        new Base64.Encoder[] {
          Base64.getEncoder(),
          Base64.getEncoder().withoutPadding(),
          Base64.getUrlEncoder(),
          Base64.getUrlEncoder().withoutPadding()
        }) {
      assertThat(
              Ingested.intoColumn(PrimitiveType.BINARY)
                  .value("\"" + encoder.encodeToString(bytes) + "\""))
          .isEqualTo(hex);
    }
  }

  private boolean read(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return dateTime.readDateTime(bytes, 0, bytes.length);
  }
}
