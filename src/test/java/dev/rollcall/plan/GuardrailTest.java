package dev.rollcall.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.plan.Guardrail.Cause;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("R9")
class GuardrailTest {

  @ParameterizedTest(name = "{2} of {3} under {0} and {1} %: {4}")
  @CsvSource({
    // maxDeletes, maxDeletePercent, deletes, held, tripped
    "50,   10,  0,   0,    ",
    "50,   10,  0,   1000, ",
    "50,   10,  50,  500,  ",
    "50,   10,  51,  5000, TOO_MANY_DELETES",
    "50,   10,  50,  499,  ",
    "50,   10,  11,  100,  TOO_LARGE_A_SHARE",
    "50,   10,  11,  101,  ",
    "50,   10,  1,   1,    ",
    "50,   10,  1,   9,    ",
    "50,   10,  2,   9,    TOO_LARGE_A_SHARE",
    "0,    10,  0,   100,  ",
    "0,    10,  1,   100,  TOO_MANY_DELETES",
    "50,   0,   0,   100,  ",
    "50,   0,   1,   100,  TOO_LARGE_A_SHARE",
    "5000, 100, 100, 100,  ",
    "2147483647, 100, 2147483647, 2147483647, ",
    "2147483647, 99,  2147483647, 2147483647, TOO_LARGE_A_SHARE"
  })
  void deletionsAreJudgedByCountAndByShareRoundedUp(
      int maxDeletes, int maxDeletePercent, int deletes, int held, Cause tripped) {
    assertEquals(
        Optional.ofNullable(tripped),
        new Guardrail(maxDeletes, maxDeletePercent)
            .judgeTarget(deletes, held)
            .map(Guardrail.Tripped::cause));
  }

  @ParameterizedTest
  @CsvSource({
    "50, 10, 1, 10, ",
    "50, 10, 2, 10, true",
    "1, 100, 2, 10, true",
    "0, 100, 0, 10, ",
    "0, 100, 1, 10, true",
    "50, 10, 1, 3, ",
    "50, 0, 1, 3, true"
  })
  void leavingMailboxesAreJudgedByTheStricterLimit(
      int maxDeletes, int maxDeletePercent, int leaving, int targets, Boolean tripped) {
    assertEquals(
        tripped != null,
        new Guardrail(maxDeletes, maxDeletePercent).judgeLeaving(leaving, targets).isPresent());
  }

  @Test
  void itSaysWhatWasFoundAndWhatMay() {
    assertEquals(
        new Guardrail.Tripped(Cause.TOO_LARGE_A_SHARE, 11, 100, 10),
        new Guardrail(50, 10).judgeTarget(11, 100).orElseThrow());
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void everyCauseHasASentence(Cause cause) {
    assertFalse(new Guardrail.Tripped(cause, 3, 4, 2).sentence().isBlank());
  }

  @ParameterizedTest
  @CsvSource({"-1, 10", "1, -1", "1, 101"})
  void limitsThatAreNoneAreRefused(int maxDeletes, int maxDeletePercent) {
    assertThrows(IllegalArgumentException.class, () -> new Guardrail(maxDeletes, maxDeletePercent));
  }
}
