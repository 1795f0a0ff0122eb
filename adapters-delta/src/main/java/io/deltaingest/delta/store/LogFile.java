package io.deltaingest.delta.store;

/**
 * A file of the log folder, as listed.
 *
 * @param name relative to the log folder
 * @param size bytes
 * @param modificationTimeMillis ms since the epoch
 * @param stamp changes whenever the file is written again; compared for equality only
 */
public record LogFile(String name, long size, long modificationTimeMillis, String stamp) {}
