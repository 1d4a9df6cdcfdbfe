package dev.rollcall.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * By what a mail contact is known to be made by Rollcall, whichever installation made it: a custom
 * attribute that begins with {@link #STAMP}, and an alias of the form {@link #ALIAS}. No source
 * takes such contacts, so that they never go from one organisation's address list to the next and
 * back.
 *
 * <p>Microsoft Graph shows no custom attributes of organisational contacts, but does show their
 * alias; so both are set. Exchange Online has no mark that tools of several makers share: {@code
 * msExchOriginatingForest}, which others set on-premises, cannot be written there.
 */
public final class Mark {

  /** How the custom attribute begins. */
  public static final String STAMP = "rollcall:";

  /** How the alias, and the name, begin. */
  public static final String ALIAS = "rollcall-";

  /**
   * The attribute of Active Directory that tells which forest a contact was copied from: tools of
   * other makers set it, and so does Rollcall. Who was made in the forest itself has no value.
   */
  public static final String ORIGIN = "msExchOriginatingForest";

  private static final Pattern ALIAS_FORM = Pattern.compile(ALIAS + "[0-9a-f]{8}-.+");

  private Mark() {}

  /** Whether a custom attribute is a stamp of Rollcall's. */
  public static boolean isStamp(String attribute) {
    return attribute.regionMatches(true, 0, STAMP, 0, STAMP.length());
  }

  /** Whether an alias or name is one that Rollcall gives, and not just begins like it. */
  public static boolean isAlias(String alias) {
    return ALIAS_FORM.matcher(alias.toLowerCase(Locale.ROOT)).matches();
  }
}
