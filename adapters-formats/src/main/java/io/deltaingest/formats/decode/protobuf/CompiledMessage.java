package io.deltaingest.formats.decode.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import io.deltaingest.formats.value.SchemaNames;

/**
 * How messages of a type are read. Immutable, shared by threads.
 *
 * @param names the names that the plan puts on a tape
 * @param type of the messages
 */
record CompiledMessage(MessagePlan plan, SchemaNames names, Descriptor type) {}
