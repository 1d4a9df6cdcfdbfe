/**
 * The organisation's own directory in the local tenant: domain controllers that speak LDAP as
 * Active Directory does, with the same people as Microsoft Graph.
 */
@NullMarked
package dev.rollcall.localtenant.activedirectory;

import org.jspecify.annotations.NullMarked;
