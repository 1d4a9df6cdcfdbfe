package dev.rollcall.policy;

import java.util.Set;
import java.util.function.Function;

/** One entry of a selection: what it takes. */
public sealed interface Selection {

  /**
   * A group.
   *
   * @param group its mail address, or its object id
   * @param include what of it is taken
   * @param nested whether members of groups in it are taken, to any depth
   * @param membersInNotes whether the group, taken itself, names its members in the notes
   */
  record Group(String group, Include include, boolean nested, boolean membersInNotes)
      implements Selection {
    @Override
    public <T> T match(
        Function<Group, T> group,
        Function<Recipient, T> recipient,
        Function<Query, T> query,
        Function<OrganisationalUnit, T> unit) {
      return group.apply(this);
    }
  }

  /**
   * A single recipient of any kind.
   *
   * @param recipient its mail address, or its object id
   */
  record Recipient(String recipient) implements Selection {
    @Override
    public <T> T match(
        Function<Group, T> group,
        Function<Recipient, T> recipient,
        Function<Query, T> query,
        Function<OrganisationalUnit, T> unit) {
      return recipient.apply(this);
    }
  }

  /**
   * Everything that fits.
   *
   * @param pattern matched against the display name without regard to case; {@code *} stands for
   *     any characters
   * @param recipientTypes the kinds taken; never empty
   */
  record Query(String pattern, Set<RecipientType> recipientTypes) implements Selection {
    public Query {
      recipientTypes = Set.copyOf(recipientTypes);
    }

    /** Whether it takes some of the kinds that only Exchange knows, and not simply all kinds. */
    public boolean asksExchange() {
      return recipientTypes.size() < RecipientType.values().length
          && recipientTypes.stream().anyMatch(RecipientType.OF_EXCHANGE::contains);
    }

    /** Whether some users are taken and others are not, so that it must be known what each is. */
    public boolean tellsUsersApart() {
      return recipientTypes.stream().anyMatch(RecipientType.USERS::contains)
          && !recipientTypes.containsAll(RecipientType.USERS);
    }

    @Override
    public <T> T match(
        Function<Group, T> group,
        Function<Recipient, T> recipient,
        Function<Query, T> query,
        Function<OrganisationalUnit, T> unit) {
      return query.apply(this);
    }
  }

  /**
   * What is in an organisational unit or container of Active Directory.
   *
   * @param dn its distinguished name
   * @param depth how far down
   * @param groupMembers whether the members of groups found there are taken too
   */
  record OrganisationalUnit(String dn, Depth depth, boolean groupMembers) implements Selection {
    @Override
    public <T> T match(
        Function<Group, T> group,
        Function<Recipient, T> recipient,
        Function<Query, T> query,
        Function<OrganisationalUnit, T> unit) {
      return unit.apply(this);
    }
  }

  /** How far down something is searched. */
  enum Depth {
    /** The object itself that is named. */
    OBJECT("object"),
    /** What stands right below it. */
    ONE_LEVEL("oneLevel"),
    /** Everything below it. */
    SUBTREE("subtree");

    private final String document;

    Depth(String document) {
      this.document = document;
    }

    /** The name in documents. */
    public String document() {
      return document;
    }
  }

  /** What of a group is taken. */
  enum Include {
    GROUP,
    MEMBERS,
    BOTH
  }

  /** One behaviour per case. */
  <T> T match(
      Function<Group, T> group,
      Function<Recipient, T> recipient,
      Function<Query, T> query,
      Function<OrganisationalUnit, T> unit);
}
