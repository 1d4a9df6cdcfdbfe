package dev.rollcall.client.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.ldap.LdapSearch.Depth;
import dev.rollcall.localtenant.activedirectory.LocalDirectory;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.CallMeter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing, by one controller, with what it refuses and what it does not answer. */
@Tag("S8")
class LdapWriterTest {

  private final LocalDirectory directory =
      LocalDirectory.start(new Organisation("Contoso", "contoso.example"), id -> true, 2);
  private final String unit = directory.unit("Partners");
  private final LdapWriter writer = new DirectoryAccess().client(directory).openToWrite(meter());

  @BeforeEach
  void delegate() {
    directory.delegate("svc-rollcall", unit);
  }

  @AfterEach
  void close() {
    writer.close();
    directory.close();
  }

  @Test
  void whatIsMadeChangedAndRemovedIsSo() {
    String guid = make("Ada", Map.of("title", List.of("Countess")));

    writer.modify(guid, edits(guid, "title", "Analyst"));
    assertEquals(List.of("Analyst"), read(guid, "title").orElseThrow());
    writer.modify(guid, edits(guid, "title"));
    assertEquals(List.of(), read(guid, "title").orElseThrow());
    writer.delete(guid);

    assertEquals(Optional.empty(), read(guid, "title"));
    writer.delete(guid);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b", "a+b=c", "#a", " a ", "a\"b", "a\\b", "a;<b>", "é\u4e2d", "a/b"})
  void noNameBecomesAnything(String name) {
    String guid = make(name, Map.of());

    LdapEntry made = writer.session().entry(LdapWriter.nameOf(guid), List.of("cn")).orElseThrow();
    assertEquals(name, made.first("cn"));
    assertEquals(
        LdapName.of(unit), LdapName.of(made.dn()).flatMap(LdapName::parent), "it is in the unit");
  }

  @Test
  void whatSomebodyChangedMeanwhileIsNotOverwrittenUnseen() {
    String guid = make("Ada", Map.of("title", List.of("Countess")));
    List<LdapEdit> mine = edits(guid, "title", "Analyst");
    writer.modify(guid, edits(guid, "title", "Lady"));

    assertEquals("ldapChangedMeanwhile", refused(() -> writer.modify(guid, mine)));

    assertEquals(List.of("Lady"), read(guid, "title").orElseThrow());
  }

  @Test
  void aValueInAnotherCaseIsWritten() {
    String guid = make("Ada", Map.of("title", List.of("countess")));

    writer.modify(guid, edits(guid, "title", "Countess"));

    assertEquals(List.of("Countess"), read(guid, "title").orElseThrow());
  }

  @Test
  void everyRefusalIsKnownForWhatItIs() {
    String guid = make("Ada", Map.of());

    assertEquals("ldapEntryExists", refused(() -> make("ada", Map.of())));
    assertEquals(
        "ldapValueRefused", refused(() -> make("Bob", Map.of("company", List.of("x".repeat(65))))));
    assertEquals(
        "ldapValueRefused",
        refused(() -> make("Bob", Map.of("msExchRecipientTypeDetails", List.of("many")))));
    assertEquals(
        "ldapAttributeUnknown", refused(() -> make("Bob", Map.of("noSuchThing", List.of("x")))));
    assertEquals("ldapGone", refused(() -> add("CN=Bob,OU=Nowhere," + directory.base(), Map.of())));
    assertEquals(
        "ldapClassRefused",
        refused(() -> writer.modify(guid, List.of(new LdapEdit("cn", List.of(), List.of("X"))))));
    assertEquals(
        "ldapClassRefused",
        refused(
            () ->
                writer.add(
                    LdapWriter.nameIn(unit, "Bob"), Map.of("objectClass", List.of("user")))));
    directory.takeBack("svc-rollcall");
    assertEquals("ldapWriteDenied", refused(() -> make("Bob", Map.of())));
    assertEquals("ldapWriteDenied", refused(() -> writer.delete(guid)));
    assertEquals("ldapWriteDenied", refused(() -> writer.modify(guid, edits(guid, "title", "x"))));
  }

  @ParameterizedTest
  @ValueSource(ints = {53, 11, 10, 20})
  void whatIsSeldomAnsweredIsKnownAsWell(int result) {
    directory
        .trouble()
        .once(Sighting::isWrite, Moment.BEFORE, Incident.refused(result, "", "data 0"));

    assertEquals(
        Map.of(
                53, "ldapUnwilling",
                11, "ldapTooLarge",
                10, "ldapReadOnly",
                20, "ldapChangedMeanwhile")
            .get(result),
        refused(() -> make("Ada", Map.of())));
  }

  @Test
  void aBusyServerIsWaitedFor() {
    directory
        .trouble()
        .times(3, Sighting::isWrite, Moment.BEFORE, seen -> Incident.throttledWithoutTime());

    make("Ada", Map.of());

    assertEquals(1, directory.controllers().get(0).writes().size());
  }

  @Test
  void aWriteWhoseAnswerIsLostIsNotSentAgain() {
    directory.trouble().once(Sighting::isWrite, Moment.AFTER, Incident.reset());

    ClientException lost =
        assertThrows(ClientException.class, () -> add(LdapWriter.nameIn(unit, "Ada"), Map.of()));

    assertEquals(Disposition.UNKNOWN_EFFECT, lost.disposition());
    assertEquals(1, directory.controllers().get(0).writes().size());
    assertEquals(1, in(unit), "it is found by reading");
  }

  @Test
  void anotherControllerIsNotAskedInTheMiddle() {
    directory.lag();
    String guid = make("Ada", Map.of());
    directory.trouble().once(Sighting::isWrite, Moment.BEFORE, Incident.reset());
    assertThrows(ClientException.class, () -> writer.modify(guid, edits(guid, "title", "x")));

    assertTrue(read(guid, "cn").isPresent(), "the controller that was written to knows");
    directory.controllers().get(0).down();
    assertThrows(ClientException.class, () -> read(guid, "cn"));
  }

  @Test
  void aControllerThatIsDownFromTheBeginningIsPassedOver() {
    directory.controllers().get(0).down();

    make("Ada", Map.of());

    assertEquals(1, directory.controllers().get(1).writes().size());
  }

  @Test
  void twoOfOneNameMadeAtTwoControllersAreBothThereInTheEnd() {
    directory.lag();
    make("Ada", Map.of());
    directory.controllers().get(0).down();
    LdapWriter other = new DirectoryAccess().client(directory).openToWrite(meter());
    other.add(LdapWriter.nameIn(unit, "Ada"), contact(Map.of()));

    directory.controllers().get(0).up();
    directory.catchUp();

    assertEquals(2, directory.controllers().get(0).below(unit).size());
  }

  private int in(String place) {
    return writer
        .session()
        .search(new LdapSearch(place, Depth.ONE_LEVEL, LdapFilter.all(), List.of()))
        .entries()
        .size();
  }

  private String make(String name, Map<String, List<String>> more) {
    add(LdapWriter.nameIn(unit, name), more);
    return writer
        .session()
        .any(
            new LdapSearch(unit, Depth.ONE_LEVEL, LdapFilter.is("cn", name), List.of("objectGUID")))
        .flatMap(entry -> entry.bytes("objectGUID"))
        .map(Guids::text)
        .orElseThrow();
  }

  private void add(String dn, Map<String, List<String>> more) {
    writer.add(dn, contact(more));
  }

  private static Map<String, List<String>> contact(Map<String, List<String>> more) {
    Map<String, List<String>> all = new HashMap<>(more);
    all.put("objectClass", List.of("top", "person", "organizationalPerson", "contact"));
    return all;
  }

  private List<LdapEdit> edits(String guid, String attribute, String... wanted) {
    LdapEntry entry =
        writer.session().entry(LdapWriter.nameOf(guid), List.of(attribute)).orElseThrow();
    Optional<LdapEdit> edit = LdapEdit.of(entry, attribute, List.of(wanted));
    assertFalse(edit.isEmpty());
    return edit.stream().toList();
  }

  private Optional<List<String>> read(String guid, String attribute) {
    return writer
        .session()
        .entry(LdapWriter.nameOf(guid), List.of(attribute))
        .map(entry -> entry.all(attribute));
  }

  private static String refused(Executable write) {
    return assertThrows(ClientException.class, write).problem().code();
  }

  private static CallMeter meter() {
    return new CallMeter();
  }
}
