/** Choices that the inputs of a supernet make: where they are, and how they are made for good. */
@NullMarked
package dev.repfuse.pass.choice;

import org.jspecify.annotations.NullMarked;
