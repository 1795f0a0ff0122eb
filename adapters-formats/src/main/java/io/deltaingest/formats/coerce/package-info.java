/**
 * Values into columns: one writer for each kind of column, whatever the value came from.
 *
 * <p>A value is stored exactly, or refused with column path, value and wanted type; nothing becomes
 * null, zero or false silently. Runs on the ingest thread. Writers own scratch buffers, allocate
 * only when a value is refused (or needs more digits than a fast path has), and keep no reference
 * to tape or batch.
 *
 * <table>
 * <caption>What a column takes</caption>
 * <tr><th>column</th><th>values</th></tr>
 * <tr><td>string</td><td>text; any other value as its compact JSON text</td></tr>
 * <tr><td>boolean</td><td>{@code true}, {@code false}, and the text of either</td></tr>
 * <tr><td>byte, short, integer, long</td><td>a number, or the text of one, without a fraction
 *     ({@code 1.0} and {@code 1e3} have none) and in range</td></tr>
 * <tr><td>float, double</td><td>a number, or the text of one, that is finite and does not vanish to
 *     zero; the texts NaN, Infinity, +Infinity, -Infinity</td></tr>
 * <tr><td>decimal</td><td>a number, or the text of one, that fits exactly</td></tr>
 * <tr><td>date</td><td>text {@code yyyy-M-d}, also with a time of midnight (the date as written,
 *     whatever the zone); a day number since 1970-01-01</td></tr>
 * <tr><td>timestamp</td><td>microseconds as a whole number; RFC 3339 text, {@code yyyy-MM-dd
 *     HH:mm:ss[.f]} and {@code yyyy-MM-dd}, UTC where no zone is given; digits beyond microseconds
 *     are cut</td></tr>
 * <tr><td>timestamp_ntz</td><td>the same, but the clock time as written: a zone is passed over</td></tr>
 * <tr><td>binary</td><td>base64 text (standard or URL alphabet, padded or not); an array of byte
 *     numbers from -128 to 255</td></tr>
 * <tr><td>struct, map</td><td>an object; map keys are coerced from the property names</td></tr>
 * <tr><td>array</td><td>an array</td></tr>
 * </table>
 *
 * <p>Formats with a schema know more of a value than JSON does ({@link
 * io.deltaingest.formats.value.LogicalType}):
 *
 * <table>
 * <caption>What a column takes beyond JSON's values</caption>
 * <tr><th>column</th><th>values</th></tr>
 * <tr><td>timestamp, timestamp_ntz</td><td>timestamps in milli-, micro- and nanoseconds (digits
 *     beyond microseconds are cut); a date, as its midnight</td></tr>
 * <tr><td>date</td><td>a date; a timestamp at midnight (UTC)</td></tr>
 * <tr><td>decimal, float, double, whole numbers</td><td>decimals that fit, as numbers do; a time of
 *     day is its number of milli- or microseconds</td></tr>
 * <tr><td>float, double</td><td>binary numbers, NaN and infinities too; a float column refuses what
 *     becomes infinite or zero in it</td></tr>
 * <tr><td>string</td><td>decimals in plain digits, UUIDs, durations in ISO 8601; bytes as the text of
 *     an array of numbers; dates, times and timestamps as their numbers</td></tr>
 * <tr><td>binary</td><td>bytes as they are; the 16 bytes of a UUID</td></tr>
 * <tr><td>array</td><td>bytes as numbers from 0 to 255</td></tr>
 * </table>
 */
package io.deltaingest.formats.coerce;
