/**
 * Protobuf: bare messages of a type in a descriptor set, and those of a registry. Types are
 * compiled into plans ({@link io.deltaingest.formats.decode.protobuf.MessageCompiler}), by which
 * wire bytes go straight onto a tape. Plans are immutable and shared by threads; readers belong to
 * one ingest thread, and so do the bytes that they are aimed at.
 */
package io.deltaingest.formats.decode.protobuf;
