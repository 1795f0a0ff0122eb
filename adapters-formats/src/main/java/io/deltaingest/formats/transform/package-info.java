/**
 * Transforms: properties set from record metadata or JMESPath before a message becomes a row; and
 * the filter, which says from the same sources whether it becomes one.
 *
 * <p>Compiled transforms are immutable and shared; a {@link
 * io.deltaingest.formats.transform.TransformPipeline} belongs to one transformer and its thread.
 * Paths, {@code substr} of a path, the epoch functions of a path and record metadata are answered
 * on the tape and allocate nothing; any other expression is interpreted on a tree that is built
 * once for the message, and only then.
 */
package io.deltaingest.formats.transform;
