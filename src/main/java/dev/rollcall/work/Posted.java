package dev.rollcall.work;

import java.util.Optional;

/**
 * A message as it was posted.
 *
 * @param postmark of its sending; empty if an earlier version sent it
 */
public record Posted(WorkMessage message, Optional<Postmark> postmark) {}
