package dev.rollcall.client.scim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Service;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists read to their end, or not at all. */
@Tag("S5")
class ScimListTest {

  private final List<Integer> asked = new ArrayList<>();

  @Test
  void aServiceThatShowsTheFirstPageForeverIsNotBelieved() {
    ClientException failure =
        assertThrows(ClientException.class, () -> read(true, (from, first) -> page("250", 1, 100)));

    assertEquals("targetListCut", failure.problem().code());
    assertEquals(List.of(1, 101), asked);
  }

  @Test
  void aServiceThatStopsEarlyIsNotBelieved() {
    ClientException failure =
        assertThrows(
            ClientException.class,
            () -> read(true, (from, first) -> first ? page("250", 1, 100) : page("250", 1, 0)));

    assertEquals("targetListCut", failure.problem().code());
  }

  @Test
  void aListThatChangedMeanwhileIsReadAgain() {
    int[] calls = {0};

    List<JsonNode> all =
        read(
            true,
            (from, first) ->
                ++calls[0] == 1 ? page("4", 1, 2) : first ? page("3", 1, 2) : page("3", 3, 3));

    assertEquals(3, all.size());
    assertEquals(List.of(1, 3, 1, 3), asked);
  }

  @Test
  void aListThatKeepsChangingIsNone() {
    int[] total = {100};

    ClientException failure =
        assertThrows(
            ClientException.class,
            () -> read(true, (from, first) -> page("" + total[0]--, from, from + 1)));

    assertEquals("targetListUnsettled", failure.problem().code());
  }

  @Test
  void whoIsShownTwiceHidesSomebody() {
    int[] round = {0};

    List<JsonNode> all =
        read(
            true,
            (from, first) -> {
              round[0] += first ? 1 : 0;
              return first ? page("4", 1, 2) : round[0] == 1 ? page("4", 2, 3) : page("4", 3, 4);
            });

    assertEquals(4, all.size());
    assertEquals(2, round[0]);
  }

  @ParameterizedTest
  @CsvSource({"false, 1", "true, 2"})
  void withoutATotalItIsReadUntilNothingNewComes(boolean paged, int pages) {
    List<JsonNode> all = read(paged, (from, first) -> page("", 1, 5));

    assertEquals(5, all.size());
    assertEquals(pages, asked.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "\"text\"",
        "{\"error\":\"x\"}",
        "{\"Resources\":{}}",
        "{\"totalResults\":1,\"Resources\":[{\"userName\":\"without an id\"}]}"
      })
  void whatIsNoListIsNoEmptyList(String answer) {
    ClientException failure =
        assertThrows(ClientException.class, () -> read(true, (from, first) -> Doors.json(answer)));

    assertEquals("targetAnswerUnreadable", failure.problem().code());
  }

  @Test
  void aTotalWithoutResourcesIsNoEmptyList() {
    assertThrows(
        ClientException.class,
        () -> read(true, (from, first) -> Doors.json("{\"totalResults\":7}")));
    assertEquals(List.of(), read(true, (from, first) -> Doors.json("{\"totalResults\":0}")));
  }

  private List<JsonNode> read(boolean paged, ScimList.Pages pages) {
    return new ScimList(Service.SCIM, paged)
        .read(
            (from, first) -> {
              asked.add(from);
              return pages.at(from, first);
            });
  }

  private static JsonNode page(String total, int from, int to) {
    List<String> resources =
        from > to
            ? Collections.emptyList()
            : IntStream.rangeClosed(from, to).mapToObj(i -> "{\"id\":\"" + i + "\"}").toList();
    return Doors.json(
        "{"
            + (total.isEmpty() ? "" : "\"totalResults\":" + total + ",")
            + "\"Resources\":["
            + String.join(",", resources)
            + "]}");
  }
}
