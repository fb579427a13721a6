/** Which of several models is faster on this machine, and how sure that is. */
@NullMarked
package dev.repfuse.runtime.bench;

import org.jspecify.annotations.NullMarked;
