/** Tests of reading a directory over LDAP, against domain controllers on loopback sockets. */
@NullMarked
package dev.rollcall.client.ldap;

import org.jspecify.annotations.NullMarked;
