package dev.rollcall.client.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request's kind is told, never whom it is about. */
@Tag("O3")
final class OperationTest {

  @ParameterizedTest
  @CsvSource({
    "/users/ada@contoso.com/contactFolders, GET /users/{id}/contactFolders",
    "/users/AAMk=/contacts/AAMkAG==?$select=displayName, GET /users/{id}/contacts/{id}",
    "/users/0f/contactFolders/1/contacts/delta?$deltatoken=x,"
        + " GET /users/{id}/contactFolders/{id}/contacts/delta",
    "/groups?$filter=mail eq 'field@contoso.com', GET /groups",
    "/groups/1/transitiveMembers/microsoft.graph.user, "
        + "GET /groups/{id}/transitiveMembers/microsoft.graph.user",
    "/users('ada'), GET /users",
    "/applications(appId='0f')?$select=keyCredentials, GET /applications",
    "/ada('users'), GET /{id}",
    "/Ada/Lovelace, GET /{id}/{id}",
    "/$batch, GET /$batch",
    "/, GET /"
  })
  void idsAndNamesAreLeftOut(String path, String operation) {
    assertEquals(operation, Operation.of("GET", path));
  }
}
