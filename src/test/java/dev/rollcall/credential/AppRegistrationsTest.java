package dev.rollcall.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("E6")
final class AppRegistrationsTest {

  @ParameterizedTest
  @CsvSource({
    "52ED9B5038A47B9E2E2190715CC238359D4F8F73, 52ED9B5038A47B9E2E2190715CC238359D4F8F73",
    "52ed9b5038a47b9e2e2190715cc238359d4f8f73, 52ED9B5038A47B9E2E2190715CC238359D4F8F73",
    "Uu2bUDike54uIZBxXMI4NZ1Pj3M=, 52ED9B5038A47B9E2E2190715CC238359D4F8F73",
    "NTJFRDlCNTAzOEE0N0I5RTJFMjE5MDcxNUNDMjM4MzU5RDRGOEY3Mw==,"
        + " 52ED9B5038A47B9E2E2190715CC238359D4F8F73",
    "cm9sbGNhbGw=, ''",
    "'our certificate', ''",
    "'', ''"
  })
  void aThumbprintIsKnownInEveryFormItComesIn(String identifier, String thumbprint) {
    assertEquals(thumbprint, AppRegistrations.thumbprint(identifier));
  }
}
