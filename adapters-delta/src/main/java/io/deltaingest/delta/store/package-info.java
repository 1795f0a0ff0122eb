/**
 * Where a table's bytes are: the seam between Delta's rules and a kind of storage.
 *
 * <p>{@link io.deltaingest.delta.store.TableStorage} is a table's place, {@link
 * io.deltaingest.delta.store.LogStorage} its log with the one operation that everything rests on
 * (put if absent), {@link io.deltaingest.delta.store.DataStorage} its data files. The
 * implementations here are for local file systems. All are thread-safe and block; a {@link
 * io.deltaingest.delta.store.DataFileOutput} belongs to one thread at a time. Byte arrays passed in
 * stay the caller's. Failures are {@link java.io.IOException}s, which {@link
 * io.deltaingest.delta.store.TableStorage#explain} turns into what the caller may do.
 */
package io.deltaingest.delta.store;
