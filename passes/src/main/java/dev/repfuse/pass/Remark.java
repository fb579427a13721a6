package dev.repfuse.pass;

/**
 * A refusal.
 *
 * @param rewrite which rewrite refused
 * @param node the node it was asked about
 * @param reason the rule that forbids it
 * @param detail the figures or names that decide; may be empty
 * @param choice the figures of what was rejected, if it came to weighing it
 */
public record Remark(String rewrite, String node, Reason reason, String detail, Choice choice) {}
