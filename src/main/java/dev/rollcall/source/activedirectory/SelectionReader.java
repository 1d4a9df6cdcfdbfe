package dev.rollcall.source.activedirectory;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.ldap.LdapFilter;
import dev.rollcall.client.ldap.LdapSearch;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Selection;
import dev.rollcall.source.NamePattern;
import dev.rollcall.source.SourceUnavailable;
import dev.rollcall.source.activedirectory.AdObject.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * Resolves a policy's selections into objects of Active Directory, each once. For one reading, by
 * one thread.
 */
final class SelectionReader {

  /** The result code of a name that the directory does not have (RFC 4511, 4.1.9). */
  private static final int NO_SUCH_OBJECT = 32;

  private static final int REFERRAL = 10;
  private static final int BAD_NAME = 34;

  private final Tree tree;
  private final Taking taking;
  private final Lookups lookups;
  private final Members members;
  private final Map<RecordKey, Taken> taken = new LinkedHashMap<>();

  /** An object, and the selection that took it first. */
  record Taken(AdObject object, String selection) {}

  /**
   * Whom a policy does not take, though a selection does.
   *
   * @param hidden whether recipients hidden from address lists are taken like others
   * @param disabled whether accounts that may not sign in are
   */
  record Taking(boolean hidden, boolean disabled) {
    static final Taking EVERYBODY = new Taking(true, true);
  }

  SelectionReader(Tree tree, Taking taking) {
    this.tree = tree;
    this.taking = taking;
    this.lookups = new Lookups(tree);
    this.members = new Members(tree);
  }

  /**
   * Everything the selections take, in their order.
   *
   * @param pointer JSON pointer of the selections
   * @throws SourceUnavailable if the directory cannot be read, or the only selection names what
   *     does not exist
   */
  List<Taken> read(List<Selection> selections, String pointer) {
    try {
      for (Selection selection : selections) {
        selection.match(
            group -> want(group, group.group()),
            recipient -> want(recipient, recipient.recipient()),
            query -> query,
            unit -> unit);
      }
      lookups.run();
      for (int i = 0; i < selections.size(); i++) {
        String here = pointer + "/" + i;
        boolean only = selections.size() == 1;
        selections
            .get(i)
            .match(
                group -> takeGroup(group, here, only),
                recipient -> takeRecipient(recipient, here),
                query -> takeQuery(query, here),
                unit -> takeUnit(unit, here, only));
      }
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
    return List.copyOf(taken.values());
  }

  private Selection want(Selection selection, String name) {
    lookups.want(name);
    return selection;
  }

  private Selection takeRecipient(Selection.Recipient recipient, String here) {
    lookups
        .found(recipient.recipient(), object -> object.kind() != Kind.OTHER)
        .ifPresentOrElse(
            object -> take(object, here),
            () ->
                tree.proof().drop(recipient.recipient(), here, SkipReason.RECIPIENT_NOT_FOUND, ""));
    return recipient;
  }

  private Selection takeGroup(Selection.Group selection, String here, boolean only) {
    Optional<AdObject> group = lookups.group(selection.group());
    if (group.isEmpty()) {
      missing(
          only,
          selection.group(),
          here,
          "group",
          Problem.lasting(
              "groupNotFound",
              "Active Directory has no group of the name that the policy names at " + here + ".",
              "Nothing was changed. Correct the group in the policy: its address, its account name,"
                  + " its objectGUID or its distinguished name.",
              ""));
      return selection;
    }
    boolean wanted = selection.include() != Selection.Include.GROUP;
    Collection<AdObject> inside =
        wanted || selection.membersInNotes()
            ? members.of(group.get(), selection.nested(), here)
            : List.of();
    if (wanted) {
      takeMembers(inside, selection.nested(), here);
    }
    if (selection.include() != Selection.Include.MEMBERS) {
      take(
          selection.membersInNotes()
              ? group.get().with(Attribute.MEMBERS.document(), names(inside, selection.nested()))
              : group.get(),
          here);
    }
    return selection;
  }

  /** With groups followed to any depth, groups give way to everybody in them. */
  private void takeMembers(Collection<AdObject> inside, boolean nested, String here) {
    for (AdObject member : inside) {
      boolean givesWay = nested && member.kind() == Kind.GROUP;
      if (givesWay) {
        continue;
      }
      boolean groupWithoutMail = member.kind() == Kind.GROUP && !member.hasMail();
      if (member.kind() == Kind.OTHER || groupWithoutMail) {
        tree.proof()
            .drop(
                member.key().value(),
                here,
                SkipReason.NOT_A_RECIPIENT,
                groupWithoutMail ? "group without address" : "");
      } else {
        take(member, here);
      }
    }
  }

  private List<String> names(Collection<AdObject> inside, boolean nested) {
    return inside.stream()
        .filter(object -> object.kind() != Kind.OTHER)
        .filter(object -> !nested || object.kind() != Kind.GROUP)
        .filter(object -> taking.hidden() || !object.hidden())
        .map(object -> object.first(Attribute.DISPLAY_NAME))
        .filter(name -> !name.isBlank())
        .sorted()
        .distinct()
        .toList();
  }

  private Selection takeQuery(Selection.Query query, String here) {
    NamePattern pattern = new NamePattern(query.pattern());
    LdapFilter filter =
        pattern.prefix().isEmpty()
            ? ObjectReader.RECIPIENTS
            : LdapFilter.and(
                ObjectReader.RECIPIENTS, LdapFilter.begins("displayName", pattern.prefix()));
    // The directory takes letters with and without accents for the same; we do not.
    tree.search(
        filter,
        "the recipients",
        object -> {
          if (pattern.fits(object.first(Attribute.DISPLAY_NAME))) {
            takeIfSelected(object, query.recipientTypes(), here);
          }
        });
    return query;
  }

  private Selection takeUnit(Selection.OrganisationalUnit unit, String here, boolean only) {
    List<AdObject> groups = new ArrayList<>();
    try {
      tree.search(
          unit.dn(),
          depth(unit.depth()),
          ObjectReader.RECIPIENTS,
          "an organisational unit",
          object -> {
            take(object, here);
            if (object.kind() == Kind.GROUP) {
              groups.add(object);
            }
          });
    } catch (ClientException e) {
      boolean isOfName =
          e.status() == NO_SUCH_OBJECT || e.status() == REFERRAL || e.status() == BAD_NAME;
      if (!isOfName) {
        throw e;
      }
      missing(
          only,
          unit.dn(),
          here,
          "organisational unit",
          Problem.lasting(
              "organisationalUnitNotFound",
              "Active Directory has nothing at the distinguished name that the policy names at "
                  + here
                  + ", or hides it from the account.",
              "Nothing was changed. Correct the name in the policy, such as"
                  + " OU=Staff,DC=contoso,DC=com, or let the account read it.",
              e.problem().service()));
    }
    if (unit.groupMembers()) {
      for (AdObject group : groups) {
        takeMembers(members.of(group, true, here), true, here);
      }
    }
    return unit;
  }

  private static LdapSearch.Depth depth(Selection.Depth depth) {
    return switch (depth) {
      case OBJECT -> LdapSearch.Depth.OBJECT;
      case ONE_LEVEL -> LdapSearch.Depth.ONE_LEVEL;
      case SUBTREE -> LdapSearch.Depth.SUBTREE;
    };
  }

  /**
   * @throws SourceUnavailable if there is nothing else to read
   */
  private void missing(boolean only, String name, String here, String what, Problem problem) {
    if (only) {
      throw new SourceUnavailable(problem, new NoSuchElementException("no such " + what));
    }
    tree.proof().drop(name, here, SkipReason.RECIPIENT_NOT_FOUND, what);
    tree.proof().shortfall("The " + what + " named at " + here + " does not exist.");
  }

  private void takeIfSelected(AdObject object, Set<RecipientType> types, String here) {
    if (object.type().filter(types::contains).isPresent()) {
      take(object, here);
    } else {
      tree.proof()
          .drop(
              object.key().value(),
              here,
              SkipReason.RECIPIENT_TYPE_NOT_SELECTED,
              object.type().map(RecipientType::document).orElse("mailbox of the system"));
    }
  }

  private void take(AdObject object, String here) {
    // The accounts of shared mailboxes and rooms may never sign in.
    boolean person =
        object
            .type()
            .filter(type -> type == RecipientType.USER || type == RecipientType.MAIL_USER)
            .isPresent();
    Proof proof = tree.proof();
    if (object.type().isEmpty()) {
      proof.drop(object.key().value(), here, SkipReason.NOT_A_RECIPIENT, "mailbox of the system");
    } else if (!taking.hidden() && object.hidden()) {
      proof.drop(object.key().value(), here, SkipReason.HIDDEN_RECIPIENT, "");
    } else if (!taking.disabled() && object.disabled() && person) {
      proof.drop(object.key().value(), here, SkipReason.DISABLED_RECIPIENT, "");
    } else {
      taken.putIfAbsent(object.key(), new Taken(object, here));
    }
  }
}
