/**
 * An organisation's own directory over LDAP: read encrypted, page by page, with another domain
 * controller where one does not answer; written object by object, by one controller.
 *
 * <p>Filters are built of parts and never of text, so that no value can become a condition.
 */
@NullMarked
package dev.rollcall.client.ldap;

import org.jspecify.annotations.NullMarked;
