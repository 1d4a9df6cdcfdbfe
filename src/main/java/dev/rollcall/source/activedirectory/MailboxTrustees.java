package dev.rollcall.source.activedirectory;

import dev.rollcall.client.ldap.Guids;
import dev.rollcall.client.ldap.LdapEntry;
import dev.rollcall.client.ldap.LdapFilter;
import dev.rollcall.client.ldap.LdapResult;
import dev.rollcall.client.ldap.LdapSearch;
import dev.rollcall.client.ldap.LdapSession;
import dev.rollcall.mapping.Trustee;
import dev.rollcall.mapping.Trustees;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.activedirectory.AdObject.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The people behind mailboxes, by the security descriptors of Active Directory. For one reading, by
 * one thread.
 *
 * <p>Requests: one for every fifty mailboxes, one for every fifty people and groups that have a
 * permission; for groups see {@link GroupTree}.
 *
 * <p>What cannot be read is a matter of that mailbox alone. It then keeps a problem and says that
 * it is not complete; the others do not suffer.
 */
final class MailboxTrustees {

  private static final int A_SEARCH = 50;
  private static final String OPENING = "msExchMailboxSecurityDescriptor";
  private static final String SENDING = "nTSecurityDescriptor";

  /** Where Exchange keeps the groups by which it is run; nobody in them is behind a mailbox. */
  private static final String OF_EXCHANGE = "ou=microsoft exchange security groups";

  private static final Comparator<Trustee> ORDER =
      Comparator.comparing(Trustee::mail).thenComparing(Trustee::id);

  private final LdapSession session;
  private final ObjectReader reader = new ObjectReader();

  /** Who has each mailbox, gathered mailbox by mailbox. */
  private final Map<String, Granted> granted = new TreeMap<>();

  private final Map<String, Problem> problems = new TreeMap<>();
  private final Set<Sid> orphans = new HashSet<>();

  /**
   * What one mailbox's descriptors say.
   *
   * @param own its account, which has it anyway
   */
  private record Granted(Optional<Sid> own, Set<Sid> allowed, Set<Sid> denied) {}

  /**
   * What was found.
   *
   * @param trustees by the mailbox's objectGUID
   * @param problems why some are not complete, by the mailbox's objectGUID
   * @param orphans how many of those who have a permission are not there
   */
  record Found(Map<String, Trustees> trustees, Map<String, Problem> problems, int orphans) {}

  MailboxTrustees(LdapSession session) {
    this.session = session;
  }

  /**
   * Reads who has these mailboxes.
   *
   * @param mailboxes their objectGUIDs
   * @throws dev.rollcall.client.http.ClientException if the directory could not be asked
   */
  Found read(List<String> mailboxes, Policy.Trustees access) {
    for (List<String> some : Tree.parts(mailboxes, A_SEARCH)) {
      readDescriptors(some, access);
    }
    mailboxes.stream()
        .filter(mailbox -> !granted.containsKey(mailbox))
        .forEach(mailbox -> problems.put(mailbox, unreadable()));
    Map<Sid, AdObject> holders = holders();
    GroupTree groups = new GroupTree(session);
    groups.read(
        holders.values().stream()
            .filter(holder -> holder.kind() == Kind.GROUP && !isOfExchange(holder))
            .toList());
    Map<String, Trustees> trustees = new TreeMap<>();
    for (String mailbox : mailboxes) {
      Granted here = granted.get(mailbox);
      trustees.put(
          mailbox,
          here == null ? new Trustees(List.of(), false) : trustees(mailbox, here, holders, groups));
    }
    return new Found(trustees, Map.copyOf(problems), orphans.size());
  }

  private void readDescriptors(List<String> mailboxes, Policy.Trustees access) {
    List<LdapFilter> named = new ArrayList<>();
    mailboxes.forEach(
        id -> Guids.bytes(id).ifPresent(guid -> named.add(LdapFilter.is("objectGUID", guid))));
    LdapResult found =
        session.search(
            new LdapSearch(
                session.base(),
                LdapSearch.Depth.SUBTREE,
                LdapFilter.or(named),
                List.of("objectGUID", "objectSid", OPENING, SENDING),
                true));
    for (LdapEntry entry : found.entries()) {
      entry.bytes("objectGUID").map(Guids::text).ifPresent(id -> take(id, entry, access));
    }
  }

  private void take(String mailbox, LdapEntry entry, Policy.Trustees access) {
    Set<Sid> allowed = new LinkedHashSet<>();
    Set<Sid> denied = new HashSet<>();
    List<Optional<Permissions>> read = new ArrayList<>();
    if (access != Policy.Trustees.SEND_AS) {
      read.add(entry.bytes(OPENING).flatMap(Permissions::toOpen));
    }
    if (access != Policy.Trustees.FULL_ACCESS) {
      read.add(entry.bytes(SENDING).flatMap(Permissions::toSend));
    }
    for (Optional<Permissions> permissions : read) {
      permissions.ifPresentOrElse(
          known -> {
            allowed.addAll(known.allowed());
            denied.addAll(known.denied());
          },
          () -> problems.put(mailbox, unreadable()));
    }
    allowed.removeIf(Sid::isOfWindows);
    // Denied to open and allowed to send is still somebody behind it.
    denied.removeAll(allowed);
    granted.put(mailbox, new Granted(Sid.of(entry), allowed, denied));
  }

  private Map<Sid, AdObject> holders() {
    Set<Sid> sids = new LinkedHashSet<>();
    granted.values().forEach(here -> sids.addAll(here.allowed));
    Map<Sid, AdObject> holders = new HashMap<>();
    for (List<Sid> some : Tree.parts(List.copyOf(sids), A_SEARCH)) {
      LdapResult found =
          session.search(
              new LdapSearch(
                  session.base(),
                  LdapSearch.Depth.SUBTREE,
                  LdapFilter.or(
                      some.stream().map(sid -> LdapFilter.is("objectSid", sid.bytes())).toList()),
                  ObjectReader.OF_MAILBOXES));
      if (found.cut().isPresent()) {
        throw found.cut().get();
      }
      for (LdapEntry entry : found.entries()) {
        Sid.of(entry)
            .ifPresent(sid -> reader.read(entry).ifPresent(object -> holders.put(sid, object)));
      }
    }
    return holders;
  }

  private Trustees trustees(
      String mailbox, Granted here, Map<Sid, AdObject> holders, GroupTree groups) {
    Map<String, Trustee> people = new LinkedHashMap<>();
    for (Sid sid : here.allowed) {
      AdObject holder = holders.get(sid);
      boolean itself = here.own.filter(sid::equals).isPresent();
      if (holder == null) {
        orphans.add(sid);
      } else if (holder.kind() == Kind.USER && !itself) {
        // The permission itself says more than a way over groups.
        people.put(holder.id(), GroupTree.trustee(holder, List.of()));
      }
    }
    for (Sid sid : here.allowed) {
      AdObject holder = holders.get(sid);
      if (holder != null && holder.kind() == Kind.GROUP && !isOfExchange(holder)) {
        GroupTree.Expansion members = groups.expand(holder);
        members.problem().ifPresent(problem -> problems.put(mailbox, problem));
        add(members.people().values(), here, people);
      }
    }
    return new Trustees(
        people.values().stream().sorted(ORDER).toList(), !problems.containsKey(mailbox));
  }

  private static void add(
      Collection<GroupTree.Member> members, Granted here, Map<String, Trustee> people) {
    for (GroupTree.Member member : members) {
      Optional<Sid> sid = Sid.of(member.object().entry());
      boolean left = sid.filter(here.denied::contains).isPresent() || sid.equals(here.own);
      if (!left) {
        people.putIfAbsent(member.object().id(), member.trustee());
      }
    }
  }

  private static boolean isOfExchange(AdObject group) {
    return group.name().toString().toLowerCase(Locale.ROOT).contains(OF_EXCHANGE);
  }

  private static Problem unreadable() {
    return Problem.lasting(
        "descriptorNotReadable",
        "Active Directory did not show who has a permission on a mailbox.",
        "Let the account read permissions and msExchMailboxSecurityDescriptor of the mailboxes. Of a"
            + " mailbox in Exchange Online only Exchange Online knows: read it from the tenant's"
            + " directory.",
        "");
  }
}
