/** What a search found, as text, JSON, a table and a page. */
@NullMarked
package dev.repfuse.report.search;

import org.jspecify.annotations.NullMarked;
