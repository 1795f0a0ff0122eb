package io.deltaingest.formats.coerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.Rejection.Stage;
import io.deltaingest.formats.Ingested;
import java.math.BigDecimal;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every primitive type: what it takes, and what it refuses for which reason. */
class ScalarCoercionTest {

  @ParameterizedTest(name = "{0} takes {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "string  | \"x\"                 | x",
        "string  | \"\"                  | ~~",
        "string  | 7                     | 7",
        "string  | 1.50                  | 1.50",
        "string  | -0                    | -0",
        "string  | 1e400                 | 1e400",
        "string  | 12345678901234567890123 | 12345678901234567890123",
        "string  | true                  | true",
        "string  | false                 | false",
        "string  | { \"b\" : 1 , \"a\" : [ 1.50, \"x\\u0041\\\"\" , null ] } | {\"b\":1,\"a\":[1.50,\"xA\\\"\",null]}",
        "string  | [ ]                   | []",
        "boolean | true                  | true",
        "boolean | false                 | false",
        "boolean | \"true\"              | true",
        "boolean | \"false\"             | false",
        "byte    | 127                   | 127",
        "byte    | -128                  | -128",
        "byte    | \"-5\"                | -5",
        "short   | 32767                 | 32767",
        "short   | -32768                | -32768",
        "integer | 2147483647            | 2147483647",
        "integer | -2147483648           | -2147483648",
        "integer | 1.0                   | 1",
        "integer | 1e3                   | 1000",
        "integer | 12.50e1               | 125",
        "integer | -0                    | 0",
        "integer | \"42\"                | 42",
        "integer | \"+42\"               | 42",
        "integer | \"0042\"              | 42",
        "integer | \"4.20e1\"            | 42",
        "long    | 9223372036854775807   | 9223372036854775807",
        "long    | -9223372036854775808  | -9223372036854775808",
        "long    | \"9223372036854775807\" | 9223372036854775807",
        "long    | 9.223372036854775807e18 | 9223372036854775807",
        "long    | 999999999999999999    | 999999999999999999",
        "float   | 1                     | 1.0",
        "float   | 0.1                   | 0.1",
        "float   | 16777217              | 1.6777216E7",
        "float   | 3.4028235e38          | 3.4028235E38",
        "float   | 1e-45                 | 1.4E-45",
        "float   | \"1.5\"               | 1.5",
        "float   | \"NaN\"               | NaN",
        "float   | \"-Infinity\"         | -Infinity",
        "double  | 1                     | 1.0",
        "double  | -0                    | -0.0",
        "double  | 0.30000000000000004   | 0.30000000000000004",
        "double  | 123456789012345678    | 1.2345678901234568E17",
        "double  | 1.7976931348623157e308 | 1.7976931348623157E308",
        "double  | 4.9e-324              | 4.9E-324",
        "double  | 0e999999999999        | 0.0",
        "double  | \"1e22\"              | 1.0E22",
        "double  | \"NaN\"               | NaN",
        "double  | \"Infinity\"          | Infinity",
        "double  | \"+Infinity\"         | Infinity",
        "double  | \"-Infinity\"         | -Infinity",
        "date    | \"2021-03-24\"        | 2021-03-24",
        "date    | \"2021-3-4\"          | 2021-03-04",
        "date    | \"0000-02-29\"        | 0000-02-29",
        "date    | \"9999-12-31\"        | 9999-12-31",
        "date    | \"1969-12-31\"        | 1969-12-31",
        "date    | \"2021-03-24T00:00:00Z\" | 2021-03-24",
        "date    | \"2021-03-24 00:00:00.000+02:00\" | 2021-03-24",
        "date    | 0                     | 1970-01-01",
        "date    | -1                    | 1969-12-31",
        "date    | 18710.0               | 2021-03-24",
        "timestamp | 1616598377321710    | 1616598377321710",
        "timestamp | -1                  | -1",
        "timestamp | 1.616598377321710e15 | 1616598377321710",
        "timestamp | \"2021-03-24T15:06:17.321710+00:00\" | 1616598377321710",
        "timestamp | \"2021-03-24T15:06:17.321710Z\" | 1616598377321710",
        "timestamp | \"2021-03-24t15:06:17.32171z\" | 1616598377321710",
        "timestamp | \"2021-03-24T16:06:17.321710+01:00\" | 1616598377321710",
        "timestamp | \"2021-03-24T16:06:17.321710+0100\" | 1616598377321710",
        "timestamp | \"2021-03-24T16:06:17.321710+01\" | 1616598377321710",
        "timestamp | \"2021-03-24T13:36:17.321710-01:30\" | 1616598377321710",
        "timestamp | \"2021-03-24 15:06:17.321710\" | 1616598377321710",
        "timestamp | \"2021-03-24 15:06:17.321710999\" | 1616598377321710",
        "timestamp | \"1969-12-31 23:59:59.9999999\" | -1",
        "timestamp | \"2021-03-24 15:06:17.3\" | 1616598377300000",
        "timestamp | \"2021-03-24 15:06:17\" | 1616598377000000",
        "timestamp | \"2021-03-24T15:06:17\" | 1616598377000000",
        "timestamp | \"2021-03-24\"      | 1616544000000000",
        "timestamp | \"2016-12-31T23:59:60Z\" | 1483228800000000",
        "timestamp | \"0000-01-01\"      | -62167219200000000",
        "timestamp_ntz | 1616598377321710 | 1616598377321710",
        "timestamp_ntz | \"2021-03-24 15:06:17.321710\" | 1616598377321710",
        "timestamp_ntz | \"2021-03-24T15:06:17.321710Z\" | 1616598377321710",
        "timestamp_ntz | \"2021-03-24T15:06:17.321710+05:00\" | 1616598377321710",
        "timestamp_ntz | \"2021-03-24\"  | 1616544000000000",
        "binary  | \"\"                  | ~~",
        "binary  | \"AAEC/w==\"          | 000102ff",
        "binary  | \"AAEC/w\"            | 000102ff",
        "binary  | \"AAEC_w\"            | 000102ff",
        "binary  | \"AAE=\"              | 0001",
        "binary  | \"-_-_\"              | fbffbf",
        "binary  | []                    | ~~",
        "binary  | [0, 1, 255, -1, -128, 127, 2.0] | 0001ffff807f02",
      })
  void shouldTake(String type, String json, String expected) {
    assertThat(String.valueOf(Ingested.intoColumn(type(type)).value(json))).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} refuses {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "boolean | 1                     | wrong-type",
        "boolean | \"TRUE\"              | malformed",
        "boolean | \"\"                  | malformed",
        "boolean | \"1\"                 | malformed",
        "boolean | {}                    | wrong-type",
        "byte    | 128                   | out-of-range",
        "byte    | -129                  | out-of-range",
        "short   | 32768                 | out-of-range",
        "short   | \"-32769\"            | out-of-range",
        "integer | 2147483648            | out-of-range",
        "integer | -2147483649           | out-of-range",
        "integer | 1e400                 | out-of-range",
        "integer | 12345678901234567890  | out-of-range",
        "integer | 1.5                   | inexact",
        "integer | 1e-1                  | inexact",
        "integer | \"1.5\"               | inexact",
        "integer | \"\"                  | malformed",
        "integer | \"abc\"               | malformed",
        "integer | \" 1\"                | malformed",
        "integer | \"1 \"                | malformed",
        "integer | \"0x10\"              | malformed",
        "integer | \"1_000\"             | malformed",
        "integer | \"NaN\"               | malformed",
        "integer | true                  | wrong-type",
        "integer | []                    | wrong-type",
        "integer | {}                    | wrong-type",
        "long    | 9223372036854775808   | out-of-range",
        "long    | -9223372036854775809  | out-of-range",
        "long    | 9223372036854775807.5 | inexact",
        "long    | false                 | wrong-type",
        "float   | 3.5e38                | out-of-range",
        "float   | 1e-46                 | out-of-range",
        "float   | \"1e400\"             | out-of-range",
        "float   | \"\"                  | malformed",
        "float   | \"nan\"               | malformed",
        "float   | \"1f\"                | malformed",
        "float   | true                  | wrong-type",
        "double  | 1e400                 | out-of-range",
        "double  | -1e400                | out-of-range",
        "double  | 1e-400                | out-of-range",
        "double  | \"infinity\"          | malformed",
        "double  | \"1.0d\"              | malformed",
        "double  | []                    | wrong-type",
        "date    | \"\"                  | malformed",
        "date    | \"2021-02-29\"        | malformed",
        "date    | \"1900-02-29\"        | malformed",
        "date    | \"2021-13-01\"        | malformed",
        "date    | \"2021-00-01\"        | malformed",
        "date    | \"2021-04-31\"        | malformed",
        "date    | \"2021-1-1x\"         | malformed",
        "date    | \"21-1-1\"            | malformed",
        "date    | \"18710\"             | malformed",
        "date    | \"20210324\"          | malformed",
        "date    | \"24.03.2021\"        | malformed",
        "date    | \"2021-03-24T00:00:01Z\" | inexact",
        "date    | \"2021-03-24 00:00:00.000000001\" | inexact",
        "date    | 1.5                   | inexact",
        "date    | 2147483648            | out-of-range",
        "date    | true                  | wrong-type",
        "timestamp | \"\"                | malformed",
        "timestamp | \"yesterday\"       | malformed",
        "timestamp | \"1616598377321710\" | malformed",
        "timestamp | \"2021-3-24\"       | malformed",
        "timestamp | \"2021-03-24T15:06\" | malformed",
        "timestamp | \"2021-03-24T24:00:00\" | malformed",
        "timestamp | \"2021-03-24T15:60:00\" | malformed",
        "timestamp | \"2021-03-24T15:06:61\" | malformed",
        "timestamp | \"2021-03-24T15:06:17.\" | malformed",
        "timestamp | \"2021-03-24T15:06:17+24:00\" | malformed",
        "timestamp | \"2021-03-24T15:06:17+01:60\" | malformed",
        "timestamp | \"2021-03-24T15:06:17+1\" | malformed",
        "timestamp | \"2021-03-24T15:06:17 UTC\" | malformed",
        "timestamp | \"2021-03-24x15:06:17\" | malformed",
        "timestamp | 1616598377321710.5  | inexact",
        "timestamp | 1e19                | out-of-range",
        "timestamp | {}                  | wrong-type",
        "timestamp_ntz | \"noon\"        | malformed",
        "timestamp_ntz | [1]             | wrong-type",
        "binary  | \"A\"                 | malformed",
        "binary  | \"AAEC/\"             | malformed",
        "binary  | \"AA=\"               | malformed",
        "binary  | \"AA===\"             | malformed",
        "binary  | \"A===\"              | malformed",
        "binary  | \"AB==\"              | malformed",
        "binary  | \"AA A\"              | malformed",
        "binary  | \"ÄÄÄÄ\"              | malformed",
        "binary  | \"=\"                 | malformed",
        "binary  | 7                     | wrong-type",
        "binary  | {}                    | wrong-type",
      })
  void shouldRefuse(String type, String json, String errorClass) {
    Rejection rejection = Ingested.intoColumn(type(type)).refusal(json);

    assertThat(rejection.stage()).isEqualTo(Stage.STORE);
    assertThat(rejection.errorClass()).isEqualTo(errorClass);
    assertThat(rejection.column()).isEqualTo("c");
    assertThat(rejection.wantedType()).isEqualTo(type);
    assertThat(rejection.value()).isEqualTo(json);
    assertThat(rejection.detail()).startsWith("Column c (" + type + ") can't hold " + json + ": ");
  }

  @ParameterizedTest
  @EnumSource(PrimitiveType.class)
  void shouldKeepNullAndAbsenceAsNull(PrimitiveType type) {
    assertThat(Ingested.intoColumn(type).value("null")).isNull();
    assertThat(Ingested.intoColumn(type).row("{}")).containsEntry("c", null);
  }

  @ParameterizedTest(name = "{0} takes {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "5,2   | 123.45    | 123.45",
        "5,2   | -123.4    | -123.40",
        "5,2   | 1.500     | 1.50",
        "5,2   | 1e2       | 100.00",
        "5,2   | 7         | 7.00",
        "5,2   | \"7.1\"   | 7.10",
        "5,2   | 0         | 0.00",
        "5,2   | -0.000    | 0.00",
        "5,2   | 0e999999999999 | 0.00",
        "18,0  | 999999999999999999 | 999999999999999999",
        "18,18 | -0.999999999999999999 | -0.999999999999999999",
        "19,0  | 9223372036854775808 | 9223372036854775808",
        "19,0  | 127       | 127",
        "19,0  | 128       | 128",
        "19,0  | -128      | -128",
        "19,0  | -129      | -129",
        "19,1  | 0         | 0.0",
        "38,0  | 99999999999999999999999999999999999999 | 99999999999999999999999999999999999999",
        "38,0  | -99999999999999999999999999999999999999 | -99999999999999999999999999999999999999",
        "38,37 | 9.9999999999999999999999999999999999999 | 9.9999999999999999999999999999999999999",
        "38,38 | -1e-38    | -0.00000000000000000000000000000000000001",
        "38,10 | 18446744073709551616 | 18446744073709551616.0000000000",
      })
  void shouldTakeDecimalsThatFitExactly(String type, String json, String expected) {
    Object value = Ingested.intoColumn(decimal(type)).value(json);

    assertThat(((BigDecimal) value).toPlainString()).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} refuses {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "5,2   | 1000      | out-of-range",
        "5,2   | -999.995  | inexact",
        "5,2   | 1.001     | inexact",
        "5,2   | 1e-3      | inexact",
        "5,2   | 1e999999999999 | out-of-range",
        "38,0  | 100000000000000000000000000000000000000 | out-of-range",
        "38,38 | 1         | out-of-range",
        "38,38 | 1e-39     | inexact",
        "19,0  | 1.5       | inexact",
        "5,2   | \"\"      | malformed",
        "5,2   | \"1,5\"   | malformed",
        "5,2   | \"NaN\"   | malformed",
        "5,2   | true      | wrong-type",
        "5,2   | [1]       | wrong-type",
      })
  void shouldRefuseOtherDecimals(String type, String json, String errorClass) {
    Rejection rejection = Ingested.intoColumn(decimal(type)).refusal(json);

    assertThat(rejection.errorClass()).isEqualTo(errorClass);
    assertThat(rejection.wantedType()).isEqualTo("decimal(" + type + ")");
  }

  @Test
  void shouldNameTheElementThatIsNoByte() {
    Rejection rejection = Ingested.intoColumn(PrimitiveType.BINARY).refusal("[1,2,256]");

    assertThat(rejection.column()).isEqualTo("c[2]");
    assertThat(rejection.errorClass()).isEqualTo("out-of-range");
    assertThat(Ingested.intoColumn(PrimitiveType.BINARY).refusal("[\"1\"]").errorClass())
        .isEqualTo("wrong-type");
    assertThat(Ingested.intoColumn(PrimitiveType.BINARY).refusal("[null]").errorClass())
        .isEqualTo("wrong-type");
  }

  @Test
  void shouldSayInOneSentenceWhatIsWrong() {
    assertThat(Ingested.intoColumn(PrimitiveType.INTEGER).refusal("1.5").detail())
        .isEqualTo("Column c (integer) can't hold 1.5: it has a fraction");
    assertThat(Ingested.intoColumn(PrimitiveType.BYTE).refusal("300").detail())
        .isEqualTo("Column c (byte) can't hold 300: the range is -128 to 127");
    assertThat(Ingested.intoColumn(new DecimalType(5, 2)).refusal("1.005").detail())
        .isEqualTo(
            "Column c (decimal(5,2)) can't hold 1.005: it has more than 2 digits after the point");
  }

  @Test
  void shouldCutLongValuesInARejection() {
    String text = "\"" + "\uD83D\uDE00".repeat(500) + "\"";

    Rejection rejection = Ingested.intoColumn(PrimitiveType.LONG).refusal(text);

    assertThat(rejection.value()).hasSizeBetween(199, 200).endsWith("\uD83D\uDE00…");
    assertThat(
            Ingested.intoColumn(PrimitiveType.LONG)
                .refusal("[" + "[7],".repeat(1000) + "1]")
                .value())
        .startsWith("[[7],[7],")
        .hasSize(200);
  }

  private static DataType type(String name) {
    return PrimitiveType.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static DecimalType decimal(String type) {
    String[] parts = type.split(",");
    return new DecimalType(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }
}
