/** Mail contacts in an organisation of the local tenant. */
@NullMarked
package dev.rollcall.target.mailcontact;

import org.jspecify.annotations.NullMarked;
