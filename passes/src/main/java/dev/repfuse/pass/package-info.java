/** Rewrites, their outcomes and reasons, and the driver that applies them. */
@NullMarked
package dev.repfuse.pass;

import org.jspecify.annotations.NullMarked;
