/** The model in memory: graphs of nodes and values in which illegal states cannot be written. */
@NullMarked
package dev.repfuse.ir;

import org.jspecify.annotations.NullMarked;
