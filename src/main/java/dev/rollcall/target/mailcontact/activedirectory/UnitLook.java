package dev.rollcall.target.mailcontact.activedirectory;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.ldap.Guids;
import dev.rollcall.client.ldap.LdapEntry;
import dev.rollcall.client.ldap.LdapFilter;
import dev.rollcall.client.ldap.LdapName;
import dev.rollcall.client.ldap.LdapResult;
import dev.rollcall.client.ldap.LdapSearch;
import dev.rollcall.client.ldap.LdapSession;
import dev.rollcall.model.Content;
import dev.rollcall.model.Mark;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.ObservedItem;
import dev.rollcall.plan.ObservedItem.Origin;
import dev.rollcall.target.mailcontact.ContactForm;
import dev.rollcall.target.mailcontact.OthersAddress;
import dev.rollcall.target.mailcontact.Stamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Looks at an Active Directory: at the policy's own contacts in its unit, and at every address that
 * somebody else has, since an address is somebody's once in an organisation.
 *
 * <p>One list of all recipients, a request for each thousand.
 */
final class UnitLook {

  private static final int EXTENSION_ATTRIBUTES = 15;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);
  private static final int TIME_LENGTH = 14;

  private final ContactUnit unit;
  private final Stamp stamp;
  private final AdForm form;
  private final LdapSession session;

  UnitLook(ContactUnit unit, AdForm form, LdapSession session) {
    this.unit = unit;
    this.stamp = form.stamp();
    this.form = form;
    this.session = session;
  }

  /**
   * Whether the unit is there. Without it nothing is ours any more, and all would count as gone.
   *
   * @throws dev.rollcall.client.http.ClientException if that could not be found out
   */
  boolean hasUnit() {
    try {
      return !session
          .search(
              new LdapSearch(
                  unit.name().toString(),
                  LdapSearch.Depth.OBJECT,
                  LdapFilter.has("objectClass"),
                  List.of("objectGUID")))
          .entries()
          .isEmpty();
    } catch (ClientException e) {
      if (e.problem().code().equals("ldapPathMissing")) {
        return false;
      }
      throw e;
    }
  }

  /**
   * @throws dev.rollcall.client.http.ClientException if the list could not be read to its end
   */
  List<ObservedItem> items() {
    LdapResult found =
        session.search(
            new LdapSearch(
                unit.base(),
                LdapSearch.Depth.SUBTREE,
                LdapFilter.or(
                    LdapFilter.has(AdForm.PROXY_ADDRESSES),
                    LdapFilter.has("mail"),
                    LdapFilter.has(AdForm.TARGET_ADDRESS),
                    LdapFilter.begins(unit.stampAttribute(), stamp.beginning())),
                AdForm.attributes()));
    if (found.cut().isPresent()) {
      throw found.cut().get();
    }
    List<ObservedItem> items = new ArrayList<>();
    found.entries().forEach(entry -> add(items, entry));
    return items;
  }

  private void add(List<ObservedItem> items, LdapEntry entry) {
    String id = id(entry);
    if (id.isEmpty()) {
      return;
    }
    boolean isContact = isPolicys(unit, stamp, entry);
    String mark = isContact ? entry.first(unit.stampAttribute()) : "";
    Optional<RecordKey> marked = stamp.in(mark);
    if (marked.isPresent()) {
      items.add(item(id, marked, entry).by(stamp.isMine(mark) ? Origin.OURS : Origin.NAMESAKE));
      return;
    }
    Optional<RecordKey> named =
        Optional.of(entry.first("cn")).filter(name -> isContact).flatMap(stamp::named);
    if (named.isPresent()) {
      // Somebody emptied the attribute.
      items.add(item(id, named, entry).by(Origin.OURS));
      return;
    }
    String own = isContact && !isRollcalls(entry) ? AdForm.address(entry) : "";
    Set<String> addresses = addresses(entry);
    for (String address : addresses) {
      if (address.equals(own)) {
        items.add(item(id, Optional.empty(), entry));
      } else {
        items.add(OthersAddress.of(id, address));
      }
    }
    if (addresses.isEmpty() && isContact) {
      items.add(item(id, Optional.empty(), entry));
    }
  }

  /** Every address by which somebody is found, lower-case. */
  static Set<String> addresses(LdapEntry entry) {
    Set<String> addresses = new TreeSet<>();
    entry.all(AdForm.PROXY_ADDRESSES).forEach(proxy -> addresses.add(ContactForm.bare(proxy)));
    addresses.add(ContactForm.bare(entry.first("mail")));
    addresses.add(AdForm.address(entry));
    addresses.remove("");
    return addresses;
  }

  /** Its objectGUID; empty if it is not told. */
  static String id(LdapEntry entry) {
    return entry.bytes("objectGUID").map(Guids::text).orElse("");
  }

  /**
   * Only contacts in the unit are ever written, and those with the policy's own mark that somebody
   * moved out of it.
   */
  static boolean isPolicys(ContactUnit unit, Stamp stamp, LdapEntry entry) {
    return entry.is("contact")
        && (stamp.isMine(entry.first(unit.stampAttribute()))
            || LdapName.of(entry.dn()).filter(name -> name.isWithin(unit.name())).isPresent());
  }

  private static boolean isRollcalls(LdapEntry entry) {
    return Mark.isAlias(entry.first(AdForm.MAIL_NICKNAME))
        || IntStream.rangeClosed(1, EXTENSION_ATTRIBUTES)
            .mapToObj(number -> entry.first("extensionAttribute" + number))
            .anyMatch(Mark::isStamp);
  }

  private ObservedItem item(String id, Optional<RecordKey> key, LdapEntry entry) {
    Content content = form.content(entry);
    return new ObservedItem(
        id, key, content, content.prints(), created(entry.first("whenCreated")));
  }

  private static Instant created(String time) {
    try {
      return LocalDateTime.parse(time.substring(0, Math.min(time.length(), TIME_LENGTH)), TIME)
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
