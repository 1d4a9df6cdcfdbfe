/**
 * Exchange Online's administration in the local tenant, as its PowerShell module meets it: commands
 * in an envelope, rows of texts, errors named by exception types, and what is known of its
 * oddities.
 */
@NullMarked
package dev.rollcall.localtenant.exchange;

import org.jspecify.annotations.NullMarked;
