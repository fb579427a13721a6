/** An example of rewrites of one's own for repfuse. */
@NullMarked
package com.example.rewrite;

import org.jspecify.annotations.NullMarked;
