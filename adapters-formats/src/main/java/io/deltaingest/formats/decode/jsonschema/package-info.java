/**
 * What JSON schemas, draft 4 to 2020-12, say of the types of values. Used when a table is designed,
 * never for a message.
 */
package io.deltaingest.formats.decode.jsonschema;
