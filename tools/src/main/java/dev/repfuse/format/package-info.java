/** Files that users write: JSON, read with errors that point at the place. */
@NullMarked
package dev.repfuse.format;

import org.jspecify.annotations.NullMarked;
