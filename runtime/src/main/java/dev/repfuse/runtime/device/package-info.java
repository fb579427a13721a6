/** Where models run: this machine, or another that does as it does. */
@NullMarked
package dev.repfuse.runtime.device;

import org.jspecify.annotations.NullMarked;
