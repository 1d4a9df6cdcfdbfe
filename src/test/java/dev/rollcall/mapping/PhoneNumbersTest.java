package dev.rollcall.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P14")
class PhoneNumbersTest {

  private final PhoneNumbers numbers = new PhoneNumbers();

  @ParameterizedTest
  @CsvSource({
    "+49 (0)30 901820,        '', +4930901820",
    "+49 30 901820,           US, +4930901820",
    "0049 30 901820,          '', +4930901820",
    "00 49 30 901820,         AT, +4930901820",
    "030 901820,              DE, +4930901820",
    "(030) 90 18-20,          DE, +4930901820",
    "202-224-2315,            US, +12022242315",
    "(425) 555-0100,          US, +14255550100",
    "1-800-FLOWERS,           US, +18003569377",
    "020 7946 0018,           GB, +442079460018",
    "06 12345678,             NL, +31612345678",
    "02 1234 5678,            IT, +390212345678",
    "+1 425 555 0100 x45,     '', '+14255550100,45'",
    "(425) 555-0100 ext. 45,  US, '+14255550100,45'",
    "+49 30 901820;ext=7,     '', '+4930901820,7'",
    "٠٣٠ ٩٠١٨٢٠,              DE, +4930901820",
    "＋49 30 901820,          '', +4930901820",
    "tel:+4930901820,         '', +4930901820"
  })
  void spellingsBecomeOneForm(String number, String region, String expected) {
    assertEquals(Optional.of(expected), numbers.e164(number.strip(), region.strip()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4711",
        "030 901820 / 0171 2345678",
        "ask me",
        "-",
        "112",
        "+",
        "+49",
        "12345678901234567890"
      })
  void whatIsNoPublicNumberIsNot(String number) {
    assertEquals(Optional.empty(), numbers.e164(number, "DE"));
  }

  @Test
  void aNationalNumberNeedsACountry() {
    assertEquals(Optional.empty(), numbers.e164("030 901820", ""));
    assertEquals(Optional.empty(), numbers.e164("030 901820", "XX"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"+4930901820", "+14255550100,45", "+390212345678"})
  void theFormIsItsOwnForm(String number) {
    assertEquals(Optional.of(number), numbers.e164(number, "US"));
    assertEquals(Optional.of(number), numbers.e164(number, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "DE, DE",
    "de, DE",
    "DEU, DE",
    "Germany, DE",
    "GERMANY, DE",
    "Deutschland, DE",
    "Österreich, AT",
    "Schweiz, CH",
    "Suisse, CH",
    "España, ES",
    "日本, JP",
    "United States, US",
    "USA, US",
    "United States of America, US",
    "UK, GB",
    "United Kingdom, GB",
    "The Netherlands, NL",
    "Türkiye, TR",
    "Turkey, TR",
    "Czech Republic, CZ",
    "' france ', FR"
  })
  void countriesAreKnownByCodesAndNames(String country, String code) {
    assertEquals(Optional.of(code), new Countries().code(country));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "Atlantis", "XX", "Germany and Austria"})
  void otherCountriesAreNot(String country) {
    assertEquals(Optional.empty(), new Countries().code(country));
  }
}
