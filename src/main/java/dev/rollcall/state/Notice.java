package dev.rollcall.state;

import java.time.Instant;

/**
 * What was last told to people about a subject.
 *
 * @param told what, in a short fixed form that the teller compares, such as {@code days7}; no names
 *     of people in it
 * @param at when
 */
public record Notice(String told, Instant at) {}
