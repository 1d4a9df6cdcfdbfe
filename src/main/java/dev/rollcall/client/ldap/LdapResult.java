package dev.rollcall.client.ldap;

import dev.rollcall.client.http.ClientException;
import java.util.List;
import java.util.Optional;

/**
 * What a search found.
 *
 * @param entries what came
 * @param pages in how many answers
 * @param cut why there is no more, though there may be; empty if it was read to its end
 * @param elsewhere where the directory says that more is kept; nobody went there
 */
public record LdapResult(
    List<LdapEntry> entries, int pages, Optional<ClientException> cut, List<String> elsewhere) {
  public LdapResult {
    entries = List.copyOf(entries);
    elsewhere = List.copyOf(elsewhere);
  }
}
