package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.Seeded;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("P6")
@Tag("P7")
class FilterTest {

  private static final Map<String, List<String>> ADA =
      Map.of(
          "department", List.of("Sales"),
          "jobTitle", List.of("Engineer"),
          "mail", List.of("Ada@contoso.com"),
          "birthday", List.of("1990-05-17"),
          "accountEnabled", List.of("true"),
          "memberOf", List.of("staff@contoso.com"),
          "proxyAddresses", List.of("SMTP:ada@contoso.com", "smtp:al@contoso.com"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          department eq "sales" | true
          DEPARTMENT EQ "SALES" | true
          department eq "Sale" | false
          department ne "Sales" | false
          city ne "Bonn" | true
          city eq "Bonn" | false
          city pr | false
          department pr | true
          city eq null | true
          department ne null | true
          department co "al" | true
          department sw "sa" | true
          department sw "al" | false
          department ew "ES" | true
          birthday gt "1990-05-16" | true
          birthday ge "1990-05-17" | true
          birthday lt "1990-05-17" | false
          birthday le "1990-05-17" | true
          accountEnabled eq true | true
          accountEnabled ne true | false
          mailEnabled eq false | false
          memberOf eq "Staff@contoso.com" | true
          memberOf ne "staff@contoso.com" | false
          proxyAddresses eq "al@contoso.com" | true
          proxyAddresses eq "smtp:al@contoso.com" | true
          not (department eq "Sales") | false
          not (city pr) and department pr | true
          department pr or city pr and city pr | true
          (department pr or city pr) and city pr | false
          jobTitle eq "\\u0045ngineer" | true
          jobTitle ne "engineer" | false
          jobTitle co "gin" | true
          jobTitle co "gins" | false
          jobTitle co "" | true
          jobTitle sw "" | true
          jobTitle sw "Engineers" | false
          jobTitle ew "neer" | true
          jobTitle ew "nee" | false
          city co "o" | false
          city sw "B" | false
          city ew "n" | false
          city ne null | false
          not (city co "o") | true
          department gt "Rales" | true
          department gt "Sales" | false
          department ge "sales" | true
          department lt "Tales" | true
          department le "sales" | true
          city gt "A" | false
          city lt "Z" | false
          birthday gt "1990-05-17" | false
          birthday ge "1990-05-18" | false
          birthday eq "1990-05-17" | true
          mail eq "ada@contoso.com" | true
          mail ew "@contoso.com" | true
          mail co "fabrikam" | false
          accountEnabled eq false | false
          accountEnabled pr | true
          mailEnabled pr | false
          proxyAddresses co "@contoso" | true
          proxyAddresses eq "nobody@contoso.com" | false
          proxyAddresses sw "al@" | true
          memberOf eq "others@contoso.com" | false
          memberOf ne "others@contoso.com" | true
          not (memberOf eq "others@contoso.com") and accountEnabled eq true | true
          not (not (department pr)) | true
          department eq "Sales" and jobTitle eq "Engineer" and mail pr | true
          department eq "HR" or department eq "Sales" or city pr | true
          (department eq "HR" or jobTitle sw "Eng") and not (city pr) | true
          ((department eq "Sales")) | true
          """)
  void aFilterMeansWhatScimSays(String text, boolean fits) {
    assertEquals(fits, Filter.parse(text).fits(name -> ADA.getOrDefault(name, List.of())));
  }

  /** The eight comparisons of Mailprotector's filters, in the order of their numbers. */
  @Tag("P6")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          equals          | department eq "Sales"         | true
          is not equal    | department ne "Sales"         | false
          is greater than | department gt "Rales"         | true
          is less than    | department lt "Rales"         | false
          contains        | department co "ale"           | true
          contains not    | not (department co "ale")     | false
          matches         | department sw "Sal"           | true
          matches not     | not (department ew "les")     | false
          all of them     | department pr and city pr     | false
          any of them     | department pr or city pr      | true
          """)
  void whatMailprotectorComparesCanBeWritten(String kind, String text, boolean fits) {
    assertEquals(fits, Filter.parse(text).fits(name -> ADA.getOrDefault(name, List.of())), kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          departmnt eq "x" | 1
          department is "x" | 12
          department eq | 14
          department eq 5 | 15
          department eq true | 15
          accountEnabled eq "true" | 19
          accountEnabled gt true | 16
          memberOf pr | 10
          department eq "x | 15
          department eq "\\q" | 16
          (department pr | 1
          department pr) | 14
          not department pr | 5
          department pr department pr | 15
          department pr and | 18
          or department pr | 1
          department gt null | 12
          department eq 'Sales' | 15
          department eq Sales | 15
          department = "Sales" | 12
          department contains "al" | 12
          department eq "Sales" & city pr | 23
          department eq "Sales" and | 26
          not (department pr | 5
          memberOf co "staff" | 10
          emails[type eq "work"] pr | 1
          """)
  void aMalformedFilterIsRefusedAtItsPlace(String text, int position) {
    SyntaxProblem problem = assertThrows(SyntaxProblem.class, () -> Filter.parse(text));
    assertEquals(position, problem.position(), problem.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          @contoso.com | true
          bob;ada | true
          bob OR ADA | true
          bob ada AND fabrikam | false
          (bob ada) AND contoso | true
          bob | false
          """)
  void anAddressFilterFindsTexts(String text, boolean fits) {
    for (AddressFilter.Mode mode : AddressFilter.Mode.values()) {
      assertEquals(
          fits == (mode == AddressFilter.Mode.INCLUDE),
          new AddressFilter(mode, text).condition().fits(ADA::get));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock = "a AND | 6\nOR a | 1\n(a | 1\na) | 2\na, b | 2\n*@x | 1\na OR OR b | 6")
  void aMalformedAddressFilterIsRefusedAtItsPlace(String text, int position) {
    SyntaxProblem problem =
        assertThrows(SyntaxProblem.class, () -> new AddressParser(text).parse());
    assertEquals(position, problem.position(), problem.getMessage());
  }

  @Test
  void tenThousandParenthesesAreRefused() {
    String deep = "(".repeat(10_000);
    assertEquals(51, assertThrows(SyntaxProblem.class, () -> Filter.parse(deep)).position());
    assertEquals(
        51, assertThrows(SyntaxProblem.class, () -> new AddressParser(deep).parse()).position());
  }

  @Test
  void aHundredKilobytesAreReadOrRefused() {
    String value = "department eq \"" + "x".repeat(100_000) + "\"";
    assertEquals(false, Filter.parse(value).fits(name -> ADA.getOrDefault(name, List.of())));
    String many = "department pr or ".repeat(6_000) + "city pr";
    assertEquals(true, Filter.parse(many).fits(name -> ADA.getOrDefault(name, List.of())));
    assertThrows(SyntaxProblem.class, () -> Filter.parse("not ".repeat(25_000)));
  }

  /** Random filters, written out with random parentheses and cases, against their plain meaning. */
  @Test
  void anyFilterMeansWhatItsPartsMean() {
    Seeded.cases(
        400,
        random -> {
          Written written = any(random, 4);
          assertEquals(
              written.fits,
              Filter.parse(written.text).fits(name -> ADA.getOrDefault(name, List.of())),
              written.text);
        });
  }

  /** A filter's text, and whether Ada fits it. */
  private record Written(String text, boolean fits) {}

  private static Written any(Random random, int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(4);
    if (kind == 0) {
      return comparison(random);
    }
    Written left = any(random, depth - 1);
    if (kind == 1) {
      return new Written(word(random, "not") + " (" + left.text + ")", !left.fits);
    }
    Written right = any(random, depth - 1);
    return kind == 2
        ? new Written(
            "(" + left.text + ") " + word(random, "and") + " (" + right.text + ")",
            left.fits && right.fits)
        : new Written(
            "(" + left.text + " " + word(random, "or") + " " + right.text + ")",
            left.fits || right.fits);
  }

  private static Written comparison(Random random) {
    String attribute = random.nextBoolean() ? "department" : "jobTitle";
    String value = attribute.equals("department") ? "sales" : "engineer";
    int from = random.nextInt(value.length());
    String part = value.substring(from, from + 1 + random.nextInt(value.length() - from));
    boolean fits;
    String operator;
    switch (random.nextInt(6)) {
      case 0 -> {
        operator = "eq";
        fits = part.equals(value);
      }
      case 1 -> {
        operator = "ne";
        fits = !part.equals(value);
      }
      case 2 -> {
        operator = "co";
        fits = true;
      }
      case 3 -> {
        operator = "sw";
        fits = value.startsWith(part);
      }
      case 4 -> {
        operator = "ew";
        fits = value.endsWith(part);
      }
      default -> {
        boolean has = random.nextBoolean();
        return new Written((has ? attribute : "city") + " " + word(random, "pr"), has);
      }
    }
    return new Written(
        word(random, attribute) + " " + word(random, operator) + " \"" + word(random, part) + "\"",
        fits);
  }

  private static String word(Random random, String word) {
    return random.nextBoolean() ? word : word.toUpperCase(Locale.ROOT);
  }
}
