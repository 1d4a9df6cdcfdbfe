package dev.rollcall.client.mailprotector;

/** A group of users in a domain; what is filtered and billed hangs on it. */
public record MailGroup(long id, String name) {}
