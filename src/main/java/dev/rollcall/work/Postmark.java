package dev.rollcall.work;

import dev.rollcall.model.TraceContext;
import java.time.Instant;

/**
 * What a message says of its sending, beside what is to be done.
 *
 * @param sender the run's trace, and the invocation that sent it
 * @param due from when on it was visible, to the millisecond: the age of work is counted from here
 */
public record Postmark(TraceContext sender, Instant due) {}
