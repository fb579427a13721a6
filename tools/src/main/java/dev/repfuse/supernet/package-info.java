/** Search spaces of supernets as files, and the architectures in them as networks of their own. */
@NullMarked
package dev.repfuse.supernet;

import org.jspecify.annotations.NullMarked;
