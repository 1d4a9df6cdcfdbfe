package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P14")
class TemplateTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          {surname}, {givenName}                          ~ s g m d ~ Popa, Ada
          {surname}, {givenName}                          ~ s       ~ Popa
          {surname}, {givenName}                          ~ g       ~ Ada
          {surname}, {givenName} {middleName}             ~ s g     ~ Popa, Ada
          {surname}, {givenName} {middleName}             ~ s m     ~ Popa, Mia
          {surname}, {givenName} {middleName}             ~ g m     ~ Ada Mia
          {givenName} {middleName} {surname}              ~ g s     ~ Ada Popa
          {givenName} {surname} ({department})            ~ g s d   ~ Ada Popa (Sales)
          {givenName} {surname} ({department})            ~ g s     ~ Ada Popa
          {givenName} {surname} ({department})            ~ d       ~ (Sales)
          {surname} ({department}, {middleName})          ~ s d     ~ Popa (Sales)
          {surname} ({department}, {middleName})          ~ s m     ~ Popa (Mia)
          {surname} ({department}, {middleName}), guest   ~ s       ~ Popa, guest
          {surname} [{department} ({middleName})]         ~ s       ~ Popa
          {surname} [{department} ({middleName})]         ~ s m     ~ Popa [(Mia)]
          Dr. {givenName} {surname}                       ~ s       ~ Dr. Popa
          {department} - Team {surname}                   ~ s       ~ Team Popa
          {surname} | x                                   ~ s       ~ Popa | x
          {surname} -                                     ~ s       ~ Popa -
          {surname} - {department}                        ~ s       ~ Popa
          {{{surname}}}                                   ~ s       ~ {Popa}
          {givenName} {surname}, {department}   ~ g d ~ Ada, Sales
          {givenName}{surname}                            ~ s       ~ Popa
          { surname }                                     ~ s       ~ Popa
          """)
  void missingPartsLeaveNothingDangling(String template, String present, String expected) {
    assertEquals(
        expected, Template.parse(template.strip()).render(only(present)::get), template.strip());
  }

  @Test
  void aSeparatorInsideAValueIsLeftAlone() {
    Map<Attribute, String> values = only("");
    values.put(Attribute.SURNAME, "O'Brien-Łuk, Jr. (II)");

    assertEquals(
        "O'Brien-Łuk, Jr. (II)",
        Template.parse("{surname}, {givenName} ({department})").render(values::get));
  }

  @Test
  void withoutAnyValueTheWholeIsMissing() {
    assertEquals("", Template.parse("Dr. {givenName} {surname} of us").render(only("")::get));
  }

  @Test
  void aTextWithoutAttributesIsItself() {
    assertEquals("Contoso & Co", Template.parse("Contoso & Co").render(only("")::get));
    assertEquals(Optional.empty(), Template.parse("Contoso").soleAttribute());
    assertEquals("", Template.parse("").render(only("")::get));
  }

  @Test
  void itNamesItsAttributes() {
    assertEquals(
        Set.of(Attribute.SURNAME, Attribute.GIVEN_NAME),
        Template.parse("{surname}, {givenName}").attributes());
    assertEquals(
        Optional.of(Attribute.PROXY_ADDRESSES), Template.parse("{proxyAddresses}").soleAttribute());
    assertEquals(Optional.empty(), Template.parse("{surname}, {givenName}").soleAttribute());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{surname", "surname}", "{shoeSize}", "{}", "{Surname}", "{{surname}"})
  void whatIsNoTemplateIsRefused(String form) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Template.parse(form));

    assertTrue(refusal.getMessage().contains("'"), refusal.getMessage());
  }

  private static Map<Attribute, String> only(String present) {
    Map<Attribute, String> values = new EnumMap<>(Attribute.class);
    for (Attribute attribute : Attribute.values()) {
      values.put(attribute, "");
    }
    String marks = present == null ? "" : present;
    if (marks.contains("s")) {
      values.put(Attribute.SURNAME, "Popa");
    }
    if (marks.contains("g")) {
      values.put(Attribute.GIVEN_NAME, "Ada");
    }
    if (marks.contains("m")) {
      values.put(Attribute.MIDDLE_NAME, "Mia");
    }
    if (marks.contains("d")) {
      values.put(Attribute.DEPARTMENT, "Sales");
    }
    return values;
  }
}
