package io.deltaingest.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WebRequestsTest {

  private static final String UUID =
      "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
  private static final Pattern GOOD =
      Pattern.compile(
          "\\{\"status\":[2-5]\\d\\d,\"session_id\":\""
              + UUID
              + "\",\"method\":\"(GET|POST|PUT|DELETE)\","
              + "\"meta\":\\{\"producer\":\\{\"timestamp\":\""
              + "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6})\\+00:00\"}},"
              + "\"uuid\":\"("
              + UUID
              + ")\",\"url\":\"http://www\\.example\\.com[^\"]*\"}");

  @Test
  void shouldWriteTheFieldsOfAWebRequest() {
    WebRequests requests =
        new WebRequests(7, Instant.parse("1999-12-31T23:59:59.999999Z"), Duration.ofDays(59));
    Set<String> uuids = new HashSet<>();
    for (int i = 0; i < 2000; i++) {
      Matcher matcher = GOOD.matcher(text(requests, i));
      assertThat(matcher.matches()).as(text(requests, i)).isTrue();
      Instant time = Instant.parse(matcher.group(2) + "Z");
      assertThat(time)
          .isEqualTo(Instant.EPOCH.plus(requests.timestampMicros(i), ChronoUnit.MICROS))
          .isEqualTo(Instant.parse("1999-12-31T23:59:59.999999Z").plus(Duration.ofDays(59L * i)));
      assertThat(uuids.add(matcher.group(3))).isTrue();
    }
  }

  @Test
  void shouldTake231BytesOnAverage() {
    WebRequests requests = new WebRequests(1);
    byte[] buffer = new byte[WebRequests.MAX_LENGTH];
    long bytes = 0;
    for (int i = 0; i < 100_000; i++) {
      bytes += requests.write(i, buffer, 0);
    }
    assertThat(bytes / 100_000.0).isCloseTo(231, within(0.5));
  }

  @Test
  void shouldDependOnSeedAndSequenceAlone() {
    WebRequests forwards = new WebRequests(3);
    WebRequests backwards = new WebRequests(3);
    for (int i = 0; i < 100; i++) {
      backwards.message(99 - i);
    }
    assertThat(forwards.message(41)).isEqualTo(backwards.message(41));
    assertThat(forwards.message(41)).isNotEqualTo(new WebRequests(4).message(41));
    assertThat(forwards.message(41)).isNotEqualTo(forwards.message(42));
  }

  @Test
  void shouldWriteAtTheOffsetOnly() {
    byte[] buffer = new byte[WebRequests.MAX_LENGTH + 10];
    WebRequests requests = new WebRequests(3);
    int length = requests.write(5, buffer, 10);
    assertThat(buffer).startsWith(new byte[10]);
    assertThat(new String(buffer, 10, length, StandardCharsets.UTF_8)).isEqualTo(text(requests, 5));
  }

  @Test
  void shouldSpoilEveryNthMessageInTurn() {
    WebRequests requests = new WebRequests(3).withBadEvery(10);
    Set<WebRequests.Defect> defects = new HashSet<>();
    int bad = 0;
    for (int i = 0; i < 1000; i++) {
      boolean matches = GOOD.matcher(text(requests, i)).matches();
      assertThat(requests.isBad(i)).isEqualTo(!matches);
      if (requests.isBad(i)) {
        bad++;
        defects.add(requests.defect(i));
      }
    }
    assertThat(bad).isEqualTo(100);
    assertThat(defects).containsExactlyInAnyOrder(WebRequests.Defect.values());
    assertThat(requests.message(8)).isEqualTo(new WebRequests(3).message(8));
  }

  @Test
  void shouldGiveEveryMessageTheOneDefect() {
    for (WebRequests.Defect defect : WebRequests.Defect.values()) {
      WebRequests requests = new WebRequests(3).allBad(defect);
      for (int i = 0; i < 10; i++) {
        assertThat(requests.isBad(i)).isTrue();
        assertThat(requests.defect(i)).isEqualTo(defect);
        assertThat(GOOD.matcher(text(requests, i)).matches()).isFalse();
      }
    }
  }

  private static String text(WebRequests requests, long sequence) {
    return new String(requests.message(sequence), StandardCharsets.UTF_8);
  }
}
