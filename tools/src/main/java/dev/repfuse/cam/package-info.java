/** Class-activation maps: where in an image a classifier sees what it sees. */
@NullMarked
package dev.repfuse.cam;

import org.jspecify.annotations.NullMarked;
