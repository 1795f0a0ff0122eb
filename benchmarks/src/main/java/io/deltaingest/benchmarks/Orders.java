package io.deltaingest.benchmarks;

import io.deltaingest.testkit.WebRequests;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.LongFunction;

/**
 * Orders of a shop as JSON, 1.2 kB on average: nested objects, one to four items, up to three tags,
 * text with escapes and beyond ASCII. Each is determined by the seed and its number alone.
 */
final class Orders implements LongFunction<byte[]> {

  private static final String[] FIRST_NAMES = {"Maria", "José", "Anna", "Tomáš", "Lena", "Peter"};
  private static final String[] LAST_NAMES = {"Schneider", "García", "Novák", "Müller", "Rossi"};
  private static final String[] STREETS = {
    "Lindenallee", "Rue de l'Église", "Hauptstraße", "Náměstí"
  };
  private static final String[] CITIES = {"Berlin", "Lyon", "Köln", "Praha", "Torino", "Graz"};
  private static final String[] COUNTRIES = {"DE", "FR", "CZ", "IT", "AT"};
  private static final String[] METHODS = {"card", "invoice", "paypal", "transfer"};
  private static final String[] CARRIERS = {"DHL", "DPD", "UPS", "GLS"};
  private static final String[] LANGUAGES = {"de-DE", "fr-FR", "cs-CZ", "it-IT", "en-GB"};
  private static final String[] TAGS = {"first-order", "gift", "express", "b2b", "mobile"};
  private static final String[] TITLES = {
    "Espresso cups, set of six, stoneware, dishwasher safe",
    "Merino sweater, round neck, dark blue, size M",
    "Desk lamp \\\"Arc\\\", brass, dimmable, 4 W",
    "Running shoes, trail, size 42, waterproof",
    "Notebook, dotted, 160 pages, A5, linen cover"
  };
  private static final String[] NOTES = {
    "Please ring twice; the bell of the second floor is broken, and the door sticks a little.",
    "Leave it with the neighbours (M\\u00fcller, ground floor) if nobody is in, or in the shed behind"
        + " the house; the key is under the flower pot with the blue rim.",
    "Gift wrapping, please.\\nNo invoice in the parcel: it goes to customer.accounts@mail.example.com,"
        + " with our order number in the subject.",
    ""
  };
  private static final String[] AGENTS = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"
  };

  private final long seed;

  Orders(long seed) {
    this.seed = seed;
  }

  @Override
  public byte[] apply(long sequence) {
    SplittableRandom dice = new SplittableRandom(seed * 1_000_003 + sequence);
    StringBuilder json = new StringBuilder(1500);
    Instant time = WebRequests.DEFAULT_START.plusMillis(sequence);
    json.append("{\"meta\":{\"producer\":{\"timestamp\":\"").append(time);
    json.append("\",\"host\":\"checkout-7f9c6d5b8-").append(dice.nextInt(100, 1000));
    json.append("\",\"version\":\"2.14.3\"}},\"event_id\":\"").append(uuid(dice));
    json.append("\",\"event_type\":\"order_placed\",\"order_number\":")
        .append(10_000_000 + sequence);
    json.append(",\"correlation_id\":\"").append(uuid(dice)).append('"');
    customer(json, dice);
    long cents = items(json, dice);
    payment(json, dice, cents);
    json.append(",\"shipping\":{\"carrier\":\"").append(one(CARRIERS, dice));
    json.append("\",\"tracking_code\":\"").append(dice.nextLong(1L << 40, 1L << 42));
    json.append("\",\"estimated_days\":").append(dice.nextInt(1, 8));
    json.append("},\"device\":{\"user_agent\":\"").append(one(AGENTS, dice));
    json.append("\",\"ip\":\"203.0.113.").append(dice.nextInt(256));
    json.append("\",\"language\":\"").append(one(LANGUAGES, dice)).append("\"}");
    tags(json, dice);
    json.append(",\"note\":\"").append(one(NOTES, dice)).append("\"}");
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void customer(StringBuilder json, SplittableRandom dice) {
    int id = dice.nextInt(100_000, 1_000_000);
    json.append(",\"customer\":{\"id\":").append(id);
    json.append(",\"name\":\"").append(one(FIRST_NAMES, dice)).append(' ');
    json.append(one(LAST_NAMES, dice));
    json.append("\",\"email\":\"customer.").append(id).append("@mail.example.com");
    json.append("\",\"newsletter\":").append(dice.nextBoolean());
    json.append(",\"address\":{\"street\":\"").append(one(STREETS, dice));
    json.append(' ').append(dice.nextInt(1, 200));
    json.append("\",\"postal_code\":\"").append(dice.nextInt(10_000, 100_000));
    json.append("\",\"city\":\"").append(one(CITIES, dice));
    json.append("\",\"country\":\"").append(one(COUNTRIES, dice)).append("\"}}");
  }

  /** Returns what they cost together. */
  private static long items(StringBuilder json, SplittableRandom dice) {
    int count = dice.nextInt(1, 5);
    long sum = 0;
    for (int item = 0; item < count; item++) {
      int quantity = dice.nextInt(1, 4);
      int cents = dice.nextInt(199, 20_000);
      sum += (long) quantity * cents;
      json.append(item == 0 ? ",\"items\":[" : ",");
      json.append("{\"sku\":\"SKU-").append(dice.nextInt(100_000, 1_000_000));
      json.append("\",\"title\":\"").append(one(TITLES, dice));
      json.append("\",\"quantity\":").append(quantity);
      json.append(",\"unit_price\":");
      amount(json, cents);
      json.append('}');
    }
    json.append(']');
    return sum;
  }

  private static void payment(StringBuilder json, SplittableRandom dice, long cents) {
    json.append(",\"payment\":{\"method\":\"").append(one(METHODS, dice));
    json.append("\",\"currency\":\"EUR\",\"total\":");
    amount(json, cents);
    json.append(",\"captured\":").append(dice.nextBoolean()).append('}');
  }

  private static void tags(StringBuilder json, SplittableRandom dice) {
    int count = dice.nextInt(4);
    json.append(",\"tags\":[");
    for (int tag = 0; tag < count; tag++) {
      json.append(tag == 0 ? "\"" : ",\"").append(one(TAGS, dice)).append('"');
    }
    json.append(']');
  }

  private static void amount(StringBuilder json, long cents) {
    json.append(cents / 100).append('.').append(cents / 10 % 10).append(cents % 10);
  }

  private static UUID uuid(SplittableRandom dice) {
    return new UUID(dice.nextLong(), dice.nextLong());
  }

  private static String one(String[] texts, SplittableRandom dice) {
    return texts[dice.nextInt(texts.length)];
  }
}
