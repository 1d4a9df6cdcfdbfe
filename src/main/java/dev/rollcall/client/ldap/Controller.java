package dev.rollcall.client.ldap;

/**
 * One domain controller at one moment. Its numbers mean nothing on another one, nor after it was
 * restored from a backup, which gives it another invocation.
 *
 * @param invocation the id of its database
 * @param highestUsn the number of its last change
 * @see <a href="https://learn.microsoft.com/windows/win32/ad/polling-for-changes-using-usnchanged">
 *     Polling for changes using uSNChanged</a> (read 2026-11-21)
 */
public record Controller(String invocation, long highestUsn) {}
