package dev.rollcall.client.ews;

import dev.rollcall.model.Content;

/**
 * Some fields of a contact to write. Doing it twice is doing it once.
 *
 * @param itemId the contact
 * @param content what it shall hold
 * @param fields bits by field code: the fields to write, or to clear where the content has no value
 */
public record EwsUpdate(String itemId, Content content, long fields) {}
