/** What is known of candidates, on disk. */
@NullMarked
package dev.repfuse.search.store;

import org.jspecify.annotations.NullMarked;
