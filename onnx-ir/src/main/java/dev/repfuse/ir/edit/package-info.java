/** The only code that changes a graph. */
@NullMarked
package dev.repfuse.ir.edit;

import org.jspecify.annotations.NullMarked;
