package dev.rollcall.localtenant.graph.mailbox;

/**
 * How mailboxes behave where Microsoft does not say. The defaults are the strict positions; tests
 * run with both.
 *
 * @param secondaryCollectionsLimited {@code homePhones} at most 2, {@code imAddresses} at most 3
 * @param maxTextLength the longest text of a property other than the notes; 0 for any
 * @param wellKnownFolder whether {@code contactFolders/contacts} is the default folder
 * @param maxPage the most contacts a page of a list has, whatever is asked for
 * @param maxDeltaPage the most contacts a page of changes has, whatever is asked for
 * @param defaultDeltaPage how many a page of changes has if nothing is asked for
 * @param emptyDeltaPages an empty page comes before each page of changes
 * @param deltaReplays a round of changes begins with the last change of the round before
 * @param deltaExpand whether changes take {@code $expand}
 * @param goneIsErrorInvalidUser a deleted user is {@code ErrorInvalidUser} rather than {@code
 *     Request_ResourceNotFound}
 */
public record MailboxQuirks(
    boolean secondaryCollectionsLimited,
    int maxTextLength,
    boolean wellKnownFolder,
    int maxPage,
    int maxDeltaPage,
    int defaultDeltaPage,
    boolean emptyDeltaPages,
    boolean deltaReplays,
    boolean deltaExpand,
    boolean goneIsErrorInvalidUser) {

  public static final MailboxQuirks DEFAULT =
      new MailboxQuirks(true, 255, true, 1000, 1000, 10, false, false, false, false);

  /** Everything that makes a client's life harder. */
  public static final MailboxQuirks AWKWARD =
      new MailboxQuirks(true, 255, false, 7, 50, 10, true, true, false, true);

  public MailboxQuirks withSecondaryCollectionsLimited(boolean value) {
    return new MailboxQuirks(
        value,
        maxTextLength,
        wellKnownFolder,
        maxPage,
        maxDeltaPage,
        defaultDeltaPage,
        emptyDeltaPages,
        deltaReplays,
        deltaExpand,
        goneIsErrorInvalidUser);
  }

  public MailboxQuirks withMaxTextLength(int value) {
    return new MailboxQuirks(
        secondaryCollectionsLimited,
        value,
        wellKnownFolder,
        maxPage,
        maxDeltaPage,
        defaultDeltaPage,
        emptyDeltaPages,
        deltaReplays,
        deltaExpand,
        goneIsErrorInvalidUser);
  }

  public MailboxQuirks withWellKnownFolder(boolean value) {
    return new MailboxQuirks(
        secondaryCollectionsLimited,
        maxTextLength,
        value,
        maxPage,
        maxDeltaPage,
        defaultDeltaPage,
        emptyDeltaPages,
        deltaReplays,
        deltaExpand,
        goneIsErrorInvalidUser);
  }

  public MailboxQuirks withMaxPage(int value) {
    return new MailboxQuirks(
        secondaryCollectionsLimited,
        maxTextLength,
        wellKnownFolder,
        value,
        maxDeltaPage,
        defaultDeltaPage,
        emptyDeltaPages,
        deltaReplays,
        deltaExpand,
        goneIsErrorInvalidUser);
  }

  public MailboxQuirks withMaxDeltaPage(int value) {
    return new MailboxQuirks(
        secondaryCollectionsLimited,
        maxTextLength,
        wellKnownFolder,
        maxPage,
        value,
        Math.min(defaultDeltaPage, value),
        emptyDeltaPages,
        deltaReplays,
        deltaExpand,
        goneIsErrorInvalidUser);
  }

  public MailboxQuirks withEmptyDeltaPages(boolean value) {
    return new MailboxQuirks(
        secondaryCollectionsLimited,
        maxTextLength,
        wellKnownFolder,
        maxPage,
        maxDeltaPage,
        defaultDeltaPage,
        value,
        deltaReplays,
        deltaExpand,
        goneIsErrorInvalidUser);
  }

  public MailboxQuirks withDeltaReplays(boolean value) {
    return new MailboxQuirks(
        secondaryCollectionsLimited,
        maxTextLength,
        wellKnownFolder,
        maxPage,
        maxDeltaPage,
        defaultDeltaPage,
        emptyDeltaPages,
        value,
        deltaExpand,
        goneIsErrorInvalidUser);
  }
}
