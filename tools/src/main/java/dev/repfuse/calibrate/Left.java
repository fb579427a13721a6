package dev.repfuse.calibrate;

/**
 * A layer that stayed as it was.
 *
 * @param node what it is called
 * @param reason why, as the end of a sentence
 */
public record Left(String node, String reason) {}
