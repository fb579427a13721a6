/** Candidates that other processes evaluate, here or on other machines, by Hazelcast. */
@NullMarked
package dev.repfuse.search.cluster;

import org.jspecify.annotations.NullMarked;
