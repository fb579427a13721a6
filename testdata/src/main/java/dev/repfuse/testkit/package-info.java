/** The test kit: graphs from text, a numeric oracle, and generators of hostile input. */
@NullMarked
package dev.repfuse.testkit;

import org.jspecify.annotations.NullMarked;
