package dev.rollcall.demo;

import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.Comparator;
import java.util.List;

/** A group of some dozens of people, so that what is shown with it takes little time. */
final class SmallGroup {

  private static final int SMALL = 5;
  private static final int LARGE = 60;

  private SmallGroup() {}

  /**
   * Finds the group.
   *
   * @param generated whether the organisation is the generated one, whose groups are known
   */
  static DirectoryObject of(Organisation organisation, boolean generated) {
    return generated
        ? organisation.find(Organisation.idOf("GROUP:field")).orElseThrow()
        : organisation.all(DirectoryObject.Kind.GROUP).stream()
            .filter(group -> !group.text("mail").isEmpty())
            .filter(group -> isOfFewPeople(organisation, group))
            .max(Comparator.comparing(group -> members(organisation, group).size()))
            .orElseThrow();
  }

  /** Who is in a group and has a mailbox. */
  static List<DirectoryObject> members(Organisation organisation, DirectoryObject group) {
    return organisation.members(group.id(), true).stream()
        .filter(DirectoryObject::hasMailbox)
        .toList();
  }

  private static boolean isOfFewPeople(Organisation organisation, DirectoryObject group) {
    int size = members(organisation, group).size();
    return size >= SMALL && size <= LARGE;
  }
}
