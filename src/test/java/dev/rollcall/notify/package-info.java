/** Mails as their readers get them. */
@org.jspecify.annotations.NullMarked
package dev.rollcall.notify;
