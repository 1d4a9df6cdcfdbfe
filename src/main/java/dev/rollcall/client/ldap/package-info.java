/**
 * Reading an organisation's own directory over LDAP: encrypted, page by page, with another domain
 * controller where one does not answer. Nothing is ever written.
 *
 * <p>Filters are built of parts and never of text, so that no value can become a condition.
 */
@NullMarked
package dev.rollcall.client.ldap;

import org.jspecify.annotations.NullMarked;
