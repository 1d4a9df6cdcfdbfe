package dev.rollcall.localtenant.organisation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real directories, from CSV and LDIF. */
@Tag("O6")
class OrganisationFileTest {

  @TempDir private Path folder;

  @Test
  void csvWithEveryKindOfFieldIsRead() {
    Organisation organisation =
        csv(
            """
            \uFEFFid,kind,mail,displayName,givenName,surname,businessPhones,streetAddress,groups,extensionAttribute7,proxyAddresses\r
            7,,ada@fabrikam.example,"Lovelace, ""Ada""\",Ada,Lovelace,+1 425 555 0100,"1 Main St\r
            Suite 2",staff;board@fabrikam.example,seven,SMTP:ada@fabrikam.example;smtp:al@fabrikam.example\r
            \r
            8,room,room@fabrikam.example,Room,,,,,,,\r
            9,mailContact,out@side.example,Outside,,,+44 20 7946 0000,High Street,staff,,\r
            10,guest,guest@side.example,,Gus,Guest,,,,,
            """);

    DirectoryObject ada = organisation.find("al@fabrikam.example").orElseThrow();
    assertEquals("fabrikam.example", organisation.domain());
    assertEquals("Lovelace, \"Ada\"", ada.text("displayName"));
    assertEquals("1 Main St\r\nSuite 2", ada.text("streetAddress"));
    assertEquals("ada@fabrikam.example", ada.text("userPrincipalName"));
    assertEquals(
        "seven",
        ada.properties().at("/onPremisesExtensionAttributes/extensionAttribute7").asText());
    assertTrue(ada.hasMailbox());
    DirectoryObject room = organisation.find("room@fabrikam.example").orElseThrow();
    assertEquals("room", room.purpose());
    assertFalse(room.properties().path("accountEnabled").asBoolean());
    DirectoryObject guest = organisation.find("guest@side.example").orElseThrow();
    assertFalse(guest.hasMailbox());
    assertEquals("Guest", guest.text("userType"));
    assertEquals("Gus Guest", guest.text("displayName"));
    DirectoryObject outside = organisation.find("out@side.example").orElseThrow();
    assertEquals(Kind.CONTACT, outside.kind());
    assertEquals("business", outside.properties().at("/phones/0/type").asText());
    assertEquals("High Street", outside.properties().at("/addresses/0/street").asText());
    assertEquals(
        List.of(ada.id(), outside.id()),
        organisation
            .members(organisation.find("staff@fabrikam.example").orElseThrow().id(), false)
            .stream()
            .map(DirectoryObject::id)
            .toList());
    assertTrue(organisation.find("board@fabrikam.example").isPresent());
    DirectoryObject all = organisation.find("all-members@fabrikam.example").orElseThrow();
    assertEquals(4, organisation.members(all.id(), false).size());
  }

  @Test
  void everythingWrongWithACsvIsSaidAtOnceAndWithoutItsValues() {
    UnreadableOrganisation refused =
        assertThrows(
            UnreadableOrganisation.class,
            () ->
                csv(
                    """
                    kind,mail,shoeSize,mail,accountEnabled
                    user,ada@fabrikam.example,4
                    robot,robot@fabrikam.example,4,,
                    user,,4,,perhaps
                    user,not an address,4,,
                    user,bob@fabrikam.example,4,,
                    shared,BOB@fabrikam.example,4,,
                    """));

    assertEquals(
        List.of(
            "header: there is no property named 'shoeSize'",
            "header: 'mail' is there twice",
            "line 2: has 3 fields, the header has 5",
            "line 3: kind is none of user, shared, room, equipment, mailUser, guest, mailContact",
            "line 4: mail is missing",
            "line 4: accountEnabled is neither true nor false",
            "line 5: mail is not an address",
            "line 7: is the same object as line 6",
            "line 7: has an address that is also in line 6"),
        refused.problems());
    assertFalse(refused.getMessage().contains("fabrikam"));
  }

  @Test
  void aFileThatIsNoCsvNamesTheLine() {
    for (String text : List.of("mail\n\"open", "mail\n\"a\"b\n")) {
      UnreadableOrganisation refused = assertThrows(UnreadableOrganisation.class, () -> csv(text));
      assertTrue(refused.problems().get(0).contains("near line 2"), refused.getMessage());
    }
    assertThrows(UnreadableOrganisation.class, () -> csv(""));
  }

  @Test
  void ldifOfActiveDirectoryIsRead() {
    String name =
        Base64.getEncoder().encodeToString("Jürgen Groß".getBytes(StandardCharsets.UTF_8));
    Organisation organisation =
        ldif(
            """
            version: 1
            # exported
            dn: CN=Staff,OU=Groups,DC=fabrikam,DC=example
            objectClass: top
            objectClass: group
            cn: Staff
            mail: staff@fabrikam.example
            groupType: -2147483646
            member: CN=Juergen,OU=People,DC=fabrikam,DC=example
            member: cn=inner, ou=groups, dc=fabrikam, dc=example
            member: CN=Elsewhere,DC=other,DC=example

            dn: CN=Juergen,OU=People,DC=fabrikam,DC=example
            objectClass: user
            displayName:: %s
            sn: Groß
            mail: juergen@fabrikam.example
            proxyAddresses: smtp:jg@fabrikam.example
            telephoneNumber: +49 30
              23125 000
            extensionAttribute3: three
            userAccountControl: 514
            jpegPhoto:: AQID

            dn: CN=Inner,OU=Groups,DC=fabrikam,DC=example
            objectClass: group
            cn: Inner

            dn: CN=Room,DC=fabrikam,DC=example
            objectClass: user
            cn: Room
            mail: room@fabrikam.example
            msExchRecipientTypeDetails: 16

            dn: CN=Partner,DC=fabrikam,DC=example
            objectClass: contact
            displayName: Partner
            mail: p@side.example
            mobile: +49 152 28817 386

            dn: CN=SVC,DC=fabrikam,DC=example
            objectClass: user

            dn: CN=PC,DC=fabrikam,DC=example
            objectClass: user
            objectClass: computer
            mail: pc@fabrikam.example
            """
                .formatted(name));

    DirectoryObject person = organisation.find("jg@fabrikam.example").orElseThrow();
    assertEquals("Jürgen Groß", person.text("displayName"));
    assertEquals("+49 30 23125 000", person.properties().at("/businessPhones/0").asText());
    assertFalse(person.properties().path("accountEnabled").asBoolean());
    assertArrayEquals(new byte[] {1, 2, 3}, person.photo().orElseThrow().jpeg());
    assertEquals("room", organisation.find("room@fabrikam.example").orElseThrow().purpose());
    assertEquals(2, organisation.all(Kind.USER).size());
    assertEquals(
        "mobile",
        organisation
            .find("p@side.example")
            .orElseThrow()
            .properties()
            .at("/phones/0/type")
            .asText());
    DirectoryObject staff = organisation.find("staff@fabrikam.example").orElseThrow();
    assertTrue(staff.properties().path("securityEnabled").asBoolean());
    assertEquals(
        List.of("Inner", "Jürgen Groß"),
        organisation.members(staff.id(), false).stream()
            .map(member -> member.text("displayName"))
            .sorted()
            .toList());
  }

  @Test
  void whatLdifMustNotHaveIsRefused() {
    assertEquals(
        List.of("line 3: values from URLs are not read"),
        refused(
            """
            dn: CN=A,DC=fabrikam,DC=example
            objectClass: user
            jpegPhoto:< file:///photo.jpg
            """));
    assertEquals(
        List.of(
            "line 1: what stands here is no LDIF entry",
            "line 5: what stands here is no LDIF entry"),
        refused(
            """
            dn: CN=A,DC=fabrikam,DC=example
            objectClass: user
            displayName:: ***

            mail: b@fabrikam.example
            """));
  }

  private List<String> refused(String text) {
    return assertThrows(UnreadableOrganisation.class, () -> ldif(text)).problems();
  }

  @Test
  void theSameFileGivesTheSameIds() {
    String text = "mail\nada@fabrikam.example\n";

    assertEquals(
        csv(text).find("ada@fabrikam.example").orElseThrow().id(),
        csv(text).find("ada@fabrikam.example").orElseThrow().id());
  }

  private Organisation csv(String text) {
    return read("people.csv", text);
  }

  private Organisation ldif(String text) {
    return read("people.ldif", text);
  }

  private Organisation read(String name, String text) {
    try {
      return OrganisationFile.read(Files.writeString(folder.resolve(name), text));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
