package dev.rollcall.target.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R12")
class NotesFenceTest {

  @Test
  void whatTheUserWroteBelowTheLineStays() {
    String first = NotesFence.replaced("", "Room 1");
    String edited = first + "Likes tea";

    String second = NotesFence.replaced(edited, "Room 2");

    assertEquals("Room 2\n" + NotesFence.LINE + "\nLikes tea", second);
  }

  @Test
  void onlyWhatStandsAboveTheLineIsOurs() {
    assertEquals(
        "Room 1\nHall", NotesFence.ours("Room 1\r\nHall\r\n" + NotesFence.LINE + "\r\nTea"));
  }

  @Test
  void notesWithoutTheLineAreTheUsers() {
    assertEquals("", NotesFence.ours("Likes tea"));
    assertEquals(
        "Room 1\n" + NotesFence.LINE + "\nLikes tea", NotesFence.replaced("Likes tea", "Room 1"));
  }

  @Test
  void takingOurPartAwayLeavesTheUsers() {
    assertEquals("Tea", NotesFence.replaced("Room 1\n" + NotesFence.LINE + "\nTea", ""));
    assertEquals("Tea", NotesFence.replaced("Tea", ""));
    assertEquals("", NotesFence.replaced("Room 1\n" + NotesFence.LINE + "\n", ""));
  }

  @Test
  void ourTextIsNotDoubledWhenOnlyTheLineWasDeleted() {
    assertEquals(
        "Room 1\n" + NotesFence.LINE + "\nTea", NotesFence.replaced("Room 1\nTea", "Room 1"));
  }
}
