package dev.rollcall.localservices.scim;

/**
 * What a SCIM service makes of the standard, as it was measured of some.
 *
 * @param cap how many resources a page holds at most, without a word
 * @param tellsPageAsked whether {@code itemsPerPage} is what was asked for, not what came
 * @param emptyWithoutResources whether an empty list has no {@code Resources}
 * @param exactUserNames whether filters tell {@code Ann} from {@code ann}
 * @param losesMarks whether {@code externalId} is echoed and then lost
 * @param membersWhenAsked whether members are shown only to who names them
 * @param noMembersOnCreate whether a group with members may not be created
 * @param addsTwice whether adding a member who is there already lists him twice
 * @param ignoresEmptyMembers whether a {@code PUT} of no members answers well and does nothing
 * @param refusesEmptyRemoval whether removing members that are not there is 400
 * @param silentNoOp whether a {@code PATCH} that changes nothing is 204
 * @param needsIdInPut whether a {@code PUT} without an id is 400
 * @param scimJsonOnly whether {@code application/json} is 400
 * @param strictBooleans whether {@code "False"} is 400
 * @param patch whether there is {@code PATCH}
 */
public record ScimHabits(
    int cap,
    boolean tellsPageAsked,
    boolean emptyWithoutResources,
    boolean exactUserNames,
    boolean losesMarks,
    boolean membersWhenAsked,
    boolean noMembersOnCreate,
    boolean addsTwice,
    boolean ignoresEmptyMembers,
    boolean refusesEmptyRemoval,
    boolean silentNoOp,
    boolean needsIdInPut,
    boolean scimJsonOnly,
    boolean strictBooleans,
    boolean patch) {

  /** Keycloak 26.7.3, as measured. */
  public static final ScimHabits KEYCLOAK =
      new ScimHabits(
          100, false, false, false, true, true, true, false, true, false, false, true, false, false,
          true);

  /** SCIMMY, as measured; its pages are as long as they are asked to be. */
  public static final ScimHabits SCIMMY =
      new ScimHabits(
          Integer.MAX_VALUE,
          true,
          false,
          true,
          false,
          false,
          false,
          true,
          false,
          false,
          true,
          false,
          false,
          true,
          true);

  /** One that has no {@code PATCH}, and every other bad habit. */
  public static final ScimHabits WITHOUT_PATCH =
      new ScimHabits(
          7, true, true, true, false, true, false, true, false, true, false, true, true, true,
          false);
}
