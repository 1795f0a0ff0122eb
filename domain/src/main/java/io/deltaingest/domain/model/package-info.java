/**
 * Tables as the domain sees them: types, schema, snapshots, transaction identifiers.
 *
 * <p>Immutable values, shared freely between threads; no buffers live here.
 */
package io.deltaingest.domain.model;
