/** What was measured of models, as a page of its own. */
@NullMarked
package dev.repfuse.report.benchmark;

import org.jspecify.annotations.NullMarked;
