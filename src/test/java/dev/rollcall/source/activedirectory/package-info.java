/** Tests of Active Directory as a source, against domain controllers on loopback sockets. */
@NullMarked
package dev.rollcall.source.activedirectory;

import org.jspecify.annotations.NullMarked;
