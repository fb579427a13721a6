/**
 * Proves that two models are the same function, region by region, without trust in whoever made the
 * second one and without any of its code; docs/proof.md says what is proved.
 */
@NullMarked
package dev.repfuse.prove;

import org.jspecify.annotations.NullMarked;
