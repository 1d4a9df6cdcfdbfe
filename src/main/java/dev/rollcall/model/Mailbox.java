package dev.rollcall.model;

/**
 * A mailbox that a policy writes to.
 *
 * @param id the directory's immutable object id
 * @param address its primary mail address, for people to read
 */
public record Mailbox(TargetId id, String address) {}
