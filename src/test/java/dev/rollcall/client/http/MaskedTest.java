package dev.rollcall.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R7")
class MaskedTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Mailbox ada.popa+x@contoso.example is full | Mailbox (address) is full",
        "Object 'Ada O'Neill' couldn't be found | Object (name) couldn't be found",
        "Object \"Ada Popa\" is there | Object (name) is there",
        "Das Postfach „Ada“ und «Popa» | Das Postfach (name) und (name)",
        "User CONTOSO\\ada.p may not | User (account) may not",
        "at CN=Ada Popa,OU=People,DC=contoso,DC=example; stop | at (name); stop",
        "id 2f9b0a11-1111-4222-8333-944455556666 is gone | id (id) is gone",
        "call +31 20 555 0100 now | call (number) now",
        "call 020-5550100 now | call (number) now",
        "see https://contoso.example/x?sig=abc now | see (link) now",
        "Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln refused | Bearer (token) refused",
        "got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln here | got (token) here",
        "password=hunter2 refused | password (masked) refused",
        "key kR8Q~abcdefghijklmnopqrstu0123456 | key (id)",
        "80090308: LdapErr: DSID-0C090447, data 52e | 80090308: LdapErr: DSID-0C090447, data 52e",
        "MailboxNotEnabledForRESTAPI at 31 | MailboxNotEnabledForRESTAPI at 31",
      })
  void whatMayNamePeopleOrOpenDoorsGivesWay(String written, String kept) {
    assertEquals(kept, Masked.text(written));
  }

  @Test
  void aLongTextIsCutAndLinesAreJoined() {
    String kept = Masked.text("a b\r\n\t".repeat(1_000));

    assertEquals(300, kept.length());
    assertTrue(kept.startsWith("a b a b"));
    assertTrue(kept.endsWith("…"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0\0\0", "<html><body>Ada</body></html>"})
  void whatIsNoMessageIsNotKept(String written) {
    assertEquals("", Masked.text(written));
  }
}
