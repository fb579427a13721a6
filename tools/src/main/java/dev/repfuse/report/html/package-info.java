/** What all pages that are one HTML file share: their frame, safe text, axes of drawings. */
@NullMarked
package dev.repfuse.report.html;

import org.jspecify.annotations.NullMarked;
