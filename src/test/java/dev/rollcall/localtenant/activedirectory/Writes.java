package dev.rollcall.localtenant.activedirectory;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ReadOnlyAddRequest;
import com.unboundid.ldap.sdk.ReadOnlyModifyRequest;
import com.unboundid.ldap.sdk.ResultCode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes as Active Directory takes them: where an account may, one object of a name in a unit, with
 * ids, times and numbers of its own.
 */
final class Writes {

  private static final Pattern BY_GUID = Pattern.compile("(?i)<GUID=([0-9a-f-]{36})>");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'.0Z'").withZone(ZoneOffset.UTC);

  private final DomainController controller;
  private final Delegations delegations;
  private final String base;

  Writes(DomainController controller, Delegations delegations, String base) {
    this.controller = controller;
    this.delegations = delegations;
    this.base = base;
  }

  /** The distinguished name of what is named by its id; every other name as it is. */
  String resolved(String name) throws LDAPException {
    Matcher guid = BY_GUID.matcher(name);
    if (!guid.matches()) {
      return name;
    }
    Optional<Entry> entry = controller.entry(Sids.guid(UUID.fromString(guid.group(1))));
    return entry.orElseThrow(this::missing).getDN();
  }

  AddRequest added(String account, ReadOnlyAddRequest request) throws LDAPException {
    if (!DN.isValidDN(request.getDN())) {
      throw new LDAPException(
          ResultCode.INVALID_DN_SYNTAX,
          "0000208F: NameErr: DSID-03100225, problem 2006 (BAD_NAME), data 8350");
    }
    DN name = new DN(request.getDN());
    DN parent = name.getParent();
    if (parent == null || !controller.has(parent.toString())) {
      throw missing();
    }
    delegations.demand(account, parent);
    if (controller.has(request.getDN())) {
      throw new LDAPException(
          ResultCode.ENTRY_ALREADY_EXISTS,
          "00002071: UpdErr: DSID-031B0B1E, problem 6005 (ENTRY_EXISTS), data 0");
    }
    Entry entry = request.toEntry();
    entry.addAttribute("cn", name.getRDN().getAttributeValues()[0]);
    ContactRules.checkNew(entry);
    String now = TIME.format(Instant.now());
    String usn = Long.toString(controller.nextUsn());
    entry.setAttribute("objectGUID", Sids.guid(UUID.randomUUID()));
    entry.setAttribute("distinguishedName", request.getDN());
    entry.setAttribute("name", name.getRDN().getAttributeValues()[0]);
    entry.setAttribute("whenCreated", now);
    entry.setAttribute("whenChanged", now);
    entry.setAttribute("uSNCreated", usn);
    entry.setAttribute("uSNChanged", usn);
    entry.setAttribute("objectCategory", "CN=Person,CN=Schema,CN=Configuration," + base);
    return new AddRequest(entry);
  }

  ModifyRequest modified(String account, ReadOnlyModifyRequest request) throws LDAPException {
    String dn = resolved(request.getDN());
    Entry there = controller.entry(dn).orElseThrow(this::missing);
    delegations.demand(account, there.getParsedDN());
    Entry after = ContactRules.changed(there, request.getModifications());
    after.setAttribute("whenChanged", TIME.format(Instant.now()));
    after.setAttribute("uSNChanged", Long.toString(controller.nextUsn()));
    List<Modification> all = new ArrayList<>();
    for (Attribute attribute : after.getAttributes()) {
      if (!isName(there, attribute.getName())
          && !isAsBefore(attribute, there.getAttribute(attribute.getName()))) {
        all.add(
            new Modification(
                ModificationType.REPLACE, attribute.getName(), attribute.getRawValues()));
      }
    }
    for (Attribute attribute : there.getAttributes()) {
      if (!after.hasAttribute(attribute.getName())) {
        all.add(new Modification(ModificationType.REPLACE, attribute.getName()));
      }
    }
    return new ModifyRequest(dn, all);
  }

  /** To the letter: what compares as equal is not the same. */
  private static boolean isAsBefore(Attribute after, @Nullable Attribute before) {
    return before != null
        && Arrays.deepEquals(after.getValueByteArrays(), before.getValueByteArrays());
  }

  private static boolean isName(Entry entry, String attribute) throws LDAPException {
    RDN own = entry.getParsedDN().getRDN();
    return own.hasAttribute(attribute.toLowerCase(Locale.ROOT));
  }

  Entry removable(String account, String name) throws LDAPException {
    Entry entry = controller.entry(resolved(name)).orElseThrow(this::missing);
    delegations.demand(account, entry.getParsedDN());
    return entry;
  }

  private LDAPException missing() {
    return new LDAPException(
        ResultCode.NO_SUCH_OBJECT,
        "0000208D: NameErr: DSID-03100241, problem 2001 (NO_OBJECT), data 0, best match of:\n\t'"
            + base
            + "'\n",
        base,
        new String[0]);
  }
}
