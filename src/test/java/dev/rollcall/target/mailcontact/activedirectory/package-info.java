/** Mail contacts in the local tenant's Active Directory. */
@NullMarked
package dev.rollcall.target.mailcontact.activedirectory;

import org.jspecify.annotations.NullMarked;
