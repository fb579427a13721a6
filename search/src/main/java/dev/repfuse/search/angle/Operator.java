package dev.repfuse.search.angle;

/** A choice of a decider, both by number. */
public record Operator(int decider, int choice) {}
