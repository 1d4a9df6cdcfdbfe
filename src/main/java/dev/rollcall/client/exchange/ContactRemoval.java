package dev.rollcall.client.exchange;

import java.util.function.Predicate;

/**
 * The removal of one mail contact, which is looked at before: exactly one object has to be found,
 * with this id, and it has to be the one meant.
 *
 * @param id the contact
 * @param meant how to know it by what {@code Get-MailContact} says, such as by a mark on it
 */
public record ContactRemoval(ObjectId id, Predicate<ExchangeRow> meant) {}
