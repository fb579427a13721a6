/** The only code that changes a graph: edits as data, and the editor that applies them. */
@NullMarked
package dev.repfuse.ir.edit;

import org.jspecify.annotations.NullMarked;
