package dev.rollcall.mapping;

import dev.rollcall.model.SkipReason;

/**
 * A record that a selection named and that was not taken, or a part of one that was left out: kept
 * with every run, so that it can be explained later.
 *
 * @param key the record's key, or the address or name the policy wrote where there is no record
 * @param selection JSON pointer of the selection
 * @param reason why
 * @param detail the filter, field or limit at work, without the record's values; may be empty
 */
public record Dropped(String key, String selection, SkipReason reason, String detail) {}
