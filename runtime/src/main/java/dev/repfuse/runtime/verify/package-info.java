/** Compares two models by running both on the same inputs. */
@NullMarked
package dev.repfuse.runtime.verify;

import org.jspecify.annotations.NullMarked;
