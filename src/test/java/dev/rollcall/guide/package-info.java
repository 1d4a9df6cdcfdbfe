/**
 * The administrator's guide, held to the product: its documents are read by the product's own
 * reader, its commands are run in order against a local cloud, its routes, names, defaults, causes
 * and links are compared with the code.
 *
 * <p>How a page says what is to be tried, in the words after a code block's language:
 *
 * <ul>
 *   <li>{@code json policy} and {@code json environment} are documents that must be accepted; a
 *       third word is the file that the text asks the reader to save them in.
 *   <li>{@code json answer} after commands is what the last of them answers: every key shown must
 *       be there, with a value of the same type.
 *   <li>{@code sh} is run, line by line, in one shell for each page. {@code # 404} at the end of a
 *       line is the status that is expected; without it, any of success.
 *   <li>{@code powershell} after {@code sh} must ask for the same.
 * </ul>
 */
@NullMarked
package dev.rollcall.guide;

import org.jspecify.annotations.NullMarked;
