/** The report as a web page: one file that loads nothing. */
@NullMarked
package dev.repfuse.report.page;

import org.jspecify.annotations.NullMarked;
