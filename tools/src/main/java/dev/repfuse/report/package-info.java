/** Draws the report of a run as text and as JSON. */
@NullMarked
package dev.repfuse.report;

import org.jspecify.annotations.NullMarked;
