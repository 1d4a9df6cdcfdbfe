package dev.rollcall.mapping;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * From what directories have as a country to its two-letter code: ISO 3166 codes of two or three
 * letters, and names in English or in the country's own languages.
 */
final class Countries {

  /** Names in use that the JDK's list has not, or has under another name in some releases. */
  private static final Map<String, String> ALSO =
      Map.ofEntries(
          Map.entry("UK", "GB"),
          Map.entry("GREAT BRITAIN", "GB"),
          Map.entry("ENGLAND", "GB"),
          Map.entry("SCOTLAND", "GB"),
          Map.entry("WALES", "GB"),
          Map.entry("NORTHERN IRELAND", "GB"),
          Map.entry("US", "US"),
          Map.entry("U.S.", "US"),
          Map.entry("U.S.A.", "US"),
          Map.entry("UNITED STATES OF AMERICA", "US"),
          Map.entry("AMERICA", "US"),
          Map.entry("HOLLAND", "NL"),
          Map.entry("THE NETHERLANDS", "NL"),
          Map.entry("TURKEY", "TR"),
          Map.entry("TÜRKIYE", "TR"),
          Map.entry("CZECHIA", "CZ"),
          Map.entry("CZECH REPUBLIC", "CZ"),
          Map.entry("RUSSIA", "RU"),
          Map.entry("RUSSIAN FEDERATION", "RU"),
          Map.entry("SOUTH KOREA", "KR"),
          Map.entry("KOREA", "KR"),
          Map.entry("REPUBLIC OF KOREA", "KR"),
          Map.entry("VIET NAM", "VN"),
          Map.entry("UAE", "AE"),
          Map.entry("REPUBLIC OF IRELAND", "IE"),
          Map.entry("MACEDONIA", "MK"),
          Map.entry("SWAZILAND", "SZ"),
          Map.entry("HONG KONG", "HK"),
          Map.entry("MACAU", "MO"),
          Map.entry("TAIWAN", "TW"),
          Map.entry("IVORY COAST", "CI"));

  private final Map<String, String> codes;

  Countries() {
    Map<String, String> codes = new HashMap<>(2048);
    for (String code : Locale.getISOCountries()) {
      Locale country = new Locale.Builder().setRegion(code).build();
      codes.put(form(country.getDisplayCountry(Locale.ENGLISH)), code);
      codes.put(country.getISO3Country(), code);
    }
    codes.putAll(ALSO);
    for (String code : Locale.getISOCountries()) {
      codes.put(code, code);
    }
    this.codes = Map.copyOf(codes);
  }

  /** The code of the country that a directory calls so. */
  Optional<String> code(String country) {
    String form = form(country);
    if (form.isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(codes.get(form))
        .or(() -> Optional.ofNullable(OwnNames.CODES.get(form)));
  }

  private static String form(String country) {
    return PlainText.line(country).toUpperCase(Locale.ROOT);
  }

  /** Names in the countries' own languages; half a second's work, so only where one is met. */
  private static final class OwnNames {

    static final Map<String, String> CODES =
        Arrays.stream(Locale.getAvailableLocales())
            .filter(locale -> locale.getCountry().length() == 2)
            .sorted(Comparator.comparing(Locale::toLanguageTag))
            .collect(
                Collectors.toUnmodifiableMap(
                    locale -> form(locale.getDisplayCountry(locale)),
                    Locale::getCountry,
                    (first, second) -> first));
  }
}
