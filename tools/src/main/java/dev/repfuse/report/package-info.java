/** Figures of models, and reports as text and JSON. */
@NullMarked
package dev.repfuse.report;

import org.jspecify.annotations.NullMarked;
