/** Reads and writes model files, with mapped weights and external data. */
@NullMarked
package dev.repfuse.ir.io;

import org.jspecify.annotations.NullMarked;
