/** Architectures as files: which channels of a network go. docs/arch.md describes the format. */
@NullMarked
package dev.repfuse.arch;

import org.jspecify.annotations.NullMarked;
