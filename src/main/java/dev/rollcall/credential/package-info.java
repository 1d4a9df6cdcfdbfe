/**
 * How the app proves who it is: certificates by name from Key Vault, and the tokens they buy in
 * each cloud.
 *
 * <p>Nothing secret leaves this package: no key, no token text in a message, a log or a table.
 */
@NullMarked
package dev.rollcall.credential;

import org.jspecify.annotations.NullMarked;
