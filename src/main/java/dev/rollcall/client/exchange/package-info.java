/**
 * Exchange Online's administration: what Graph does not tell of recipients and their permissions.
 *
 * <p>Asked only where an environment allows it; {@code source.exchange} makes records of what it
 * answers.
 *
 * <p>It speaks the service behind Microsoft's Exchange Online PowerShell module, for which there is
 * no published contract. Whatever belongs to its wire, its version above all, is in {@link
 * dev.rollcall.client.exchange.AdminApi}; only that class changes when the service does.
 *
 * <p><b>Never all instead of one:</b> the service takes an empty identity, and one that it does not
 * find, for the wish to see every object. So no identity is ever empty here, and whoever wants one
 * object says how to know it.
 *
 * <p><b>Never a part for the whole:</b> an answer that was cut off is a failure, and so is a page
 * that cannot be read. A list is complete or it is not there.
 */
@NullMarked
package dev.rollcall.client.exchange;

import org.jspecify.annotations.NullMarked;
