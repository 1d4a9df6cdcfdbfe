/**
 * Where desired records come from: the ports {@link dev.rollcall.source.Source} and {@link
 * dev.rollcall.source.MailboxSelection}, and the values they answer with.
 *
 * <p>A source reads, and proves that it read everything; it decides nothing. Adapters live one
 * level down.
 */
@NullMarked
package dev.rollcall.source;

import org.jspecify.annotations.NullMarked;
