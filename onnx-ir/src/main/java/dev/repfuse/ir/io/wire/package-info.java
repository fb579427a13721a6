/**
 * The protobuf wire format over memory segments: fields are read and written without copying large
 * payloads, and without any generated code.
 */
@NullMarked
package dev.repfuse.ir.io.wire;

import org.jspecify.annotations.NullMarked;
