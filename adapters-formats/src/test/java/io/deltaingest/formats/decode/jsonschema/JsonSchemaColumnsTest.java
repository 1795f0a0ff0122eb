package io.deltaingest.formats.decode.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.RegisteredSchema.Reference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaColumnsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type":"integer"}                                           | long
          {"type":"integer","minimum":0,"maximum":18446744073709551615} | decimal(38,0)
          {"type":"number"}                                            | double
          {"type":"boolean"}                                           | boolean
          {"type":"string"}                                            | string
          {"type":"string","format":"date-time"}                       | timestamp
          {"type":"string","format":"date"}                            | date
          {"type":"string","format":"time"}                            | string
          {"type":"integer","format":"date-time"}                      | long
          {"type":["null","integer"]}                                  | long
          {"type":["integer","number"]}                                | double
          {"type":["integer","string"]}                                | string
          {"anyOf":[{"type":"null"},{"type":"boolean"}]}               | boolean
          {"oneOf":[{"type":"string","format":"date"},{"type":"string"}]} | string
          {"oneOf":[{"type":"integer"},{"type":"object"}]}             | string
          {"anyOf":[{"type":"integer"},{}]}                            | string
          {"enum":["a","b",null]}                                      | string
          {"enum":[1,2]}                                               | long
          {"enum":[1,2.5]}                                             | double
          {"enum":[1,"a"]}                                             | string
          {"const":true}                                               | boolean
          {"const":{"a":1}}                                            | string
          {"enum":["a"],"type":"string"}                               | string
          {}                                                           | string
          true                                                         | string
          {"description":"anything"}                                   | string
          {"type":"unheard-of"}                                        | string
          {"$ref":"#/nowhere"}                                         | string
          {"$ref":"https://example.com/elsewhere.json"}                | string
          {"not":{"type":"string"}}                                    | string
          {"type":"array","items":{"type":"integer"}}                  | array<long>
          {"type":"array"}                                             | array<string>
          {"items":{"type":"number"}}                                  | array<double>
          {"type":"array","items":[{"type":"integer"},{"type":"number"}]} | array<double>
          {"type":"array","prefixItems":[{"type":"integer"}],"items":false} | array<long>
          {"type":"array","items":[{"type":"integer"}],"additionalItems":{"type":"string"}} | array<string>
          {"type":"array","items":{"type":["object","null"],"properties":{"x":{"type":"integer"}}}} | array<struct<x:long>>
          {"type":"object"}                                            | string
          {"type":"object","additionalProperties":{"type":"integer"}}  | map<string,long>
          {"type":"object","patternProperties":{"^x":{"type":"integer"}},"additionalProperties":false} | map<string,long>
          {"type":"object","additionalProperties":{}}                  | string
          {"properties":{"x":{},"y":{"type":"null"}}}                  | struct<x:string>
          {"type":"object","allOf":[{"properties":{"x":{"type":"integer"}}},{"properties":{"y":{"type":"string"}}}]} | struct<x:long,y:string>
          {"allOf":[{"type":"number"},{"type":"integer"}]}             | long
          {"allOf":[{"properties":{"x":{}}},{"properties":{"x":{"type":"boolean"}}}]} | struct<x:boolean>
          {"type":"string","allOf":[{"format":"date"}]}                | string
          {"allOf":[{"type":"string"},{"type":"string","format":"date"}]} | date
          {"allOf":[{"type":"string"},{"type":"integer"}]}             | string
          {"type":"object","properties":{"x":{"type":"integer"}},"anyOf":[{"required":["x"]},{"required":["y"]}]} | struct<x:long>
          {"oneOf":[{"properties":{"k":{"const":"a"},"x":{"type":"integer"}}},{"properties":{"k":{"const":"b"},"x":{"type":"number"}}}]} | struct<k:string,x:double>
          {"oneOf":[{"properties":{"x":{}}},{"type":"object","additionalProperties":{"type":"integer"}}]} | string
          {"oneOf":[{"properties":{"x":{"type":"integer"}}},{"type":"object"}]} | struct<x:long>
          """)
  void shouldHaveTheColumnThatTakesWhatASchemaAllows(String schema, String column) {
    assertThat(columns("{\"type\":\"object\",\"properties\":{\"c\":" + schema + "}}"))
        .isEqualTo("struct<c:" + column + ">");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"type\":\"null\"}", "false", "{\"type\":\"array\",\"items\":false}"})
  void shouldHaveNoColumnForWhatHasNoValues(String schema) {
    assertThat(columns("{\"properties\":{\"a\":" + schema + ",\"b\":{\"type\":\"integer\"}}}"))
        .isEqualTo("struct<b:long>");
  }

  @Test
  void shouldLeaveTimesAsTextWhereTheyAreRead() {
    RegisteredSchema schema =
        schema("{\"properties\":{\"a\":{\"type\":\"string\",\"format\":\"date-time\"}}}");

    assertThat(JsonSchemaColumns.of(schema, false).describe()).isEqualTo("struct<a:string>");
  }

  @Test
  void shouldFollowReferencesInsideOfTheSchema() {
    assertThat(
            columns(
                """
                {"$schema": "http://json-schema.org/draft-04/schema#", "id": "http://acme.org/o.json",
                 "type": "object",
                 "definitions": {
                   "a/b c": {"type": "integer"},
                   "named": {"id": "#name", "type": "boolean"},
                   "own": {"id": "own.json", "definitions": {"x": {"type": "number"}},
                           "properties": {"deep": {"$ref": "#/definitions/x"}}}},
                 "properties": {
                   "id": {"$ref": "#/definitions/a~1b%20c"},
                   "anchor": {"$ref": "#name"},
                   "full": {"$ref": "http://acme.org/o.json#/definitions/a~1b%20c"},
                   "own": {"$ref": "own.json"}}}
                """))
        .isEqualTo("struct<id:long,anchor:boolean,full:long,own:struct<deep:double>>");
    assertThat(
            columns(
                """
                {"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "#/$defs/order",
                 "$defs": {
                   "order": {"type": "object", "properties": {"n": {"$ref": "#money"}},
                             "allOf": [{"$ref": "#/$defs/base"}]},
                   "base": {"properties": {"b": {"type": "boolean"}}},
                   "money": {"$anchor": "money", "type": "number"}}}
                """))
        .isEqualTo("struct<n:double,b:boolean>");
  }

  @Test
  void shouldFollowReferencesToOtherRegisteredSchemas() {
    Reference person =
        new Reference(
            "person.json",
            "{\"definitions\":{\"n\":{\"type\":\"integer\"}},\"properties\":{"
                + "\"age\":{\"$ref\":\"#/definitions/n\"},\"at\":{\"$ref\":\"place.json\"}}}");
    Reference place =
        new Reference(
            "place.json",
            "{\"$id\":\"https://acme.org/place\",\"properties\":{\"zip\":{\"type\":\"string\"}}}");

    assertThat(
            JsonSchemaColumns.of(
                    schema(
                        """
                        {"$id": "https://acme.org/order", "properties": {
                          "by": {"$ref": "person.json"},
                          "age": {"$ref": "https://acme.org/person.json#/definitions/n"},
                          "to": {"$ref": "place"}}}
                        """,
                        place,
                        person),
                    true)
                .describe())
        .isEqualTo(
            "struct<by:struct<age:long,at:struct<zip:string>>,age:long,to:struct<zip:string>>");
  }

  @Test
  void shouldEndWhereASchemaIsPartOfItself() {
    assertThat(
            columns(
                "{\"properties\":{\"value\":{\"type\":\"integer\"},\"next\":{\"$ref\":\"#\"},"
                    + "\"all\":{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}}}"))
        .isEqualTo("struct<value:long,next:string,all:array<string>>");
    assertThat(
            columns(
                "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/a\"}},\"$defs\":{"
                    + "\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"$ref\":\"#/$defs/a\"}}}"))
        .isEqualTo("struct<a:string>");
  }

  @Test
  void shouldRefuseWhatHasNoNamedProperties() {
    for (String schema :
        List.of("{}", "true", "{\"type\":\"string\"}", "{\"type\":\"object\"}", "[]", "7")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> columns(schema))
          .withMessageContaining("no property");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> columns("{\"type\":"))
        .withMessageContaining("it is no JSON");
  }

  /** Each level doubles what there is to look at. */
  @Test
  void shouldRefuseReferencesThatMultiply() {
    StringBuilder schema = new StringBuilder("{\"$ref\":\"#/$defs/d0\",\"$defs\":{");
    for (int i = 0; i < 25; i++) {
      schema.append(
          "\"d%1$d\":{\"properties\":{\"a\":{\"$ref\":\"#/$defs/d%2$d\"},\"b\":{\"$ref\":\"#/$defs/d%2$d\"}}},"
              .formatted(i, i + 1));
    }
    schema.append("\"d25\":{\"type\":\"integer\"}}}");

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> columns(schema.toString()))
        .withMessageContaining("references");
  }

  private static String columns(String schema) {
    return JsonSchemaColumns.of(schema(schema), true).describe();
  }

  private static RegisteredSchema schema(String text, Reference... references) {
    return new RegisteredSchema(1, RegisteredSchema.Kind.JSON, text, List.of(references));
  }
}
