/** Other machines on which models run: reached by SSH, by adb, or emulated here. */
@NullMarked
package dev.repfuse.remote;

import org.jspecify.annotations.NullMarked;
