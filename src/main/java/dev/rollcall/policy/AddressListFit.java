package dev.rollcall.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Whether an organisation has what is needed to write mail contacts into its address list. */
final class AddressListFit {

  private static final String UNIT = "/target/ou";

  private final Service.MailContact list;
  private final Environment organisation;
  private final List<DocumentProblem> problems = new ArrayList<>();

  AddressListFit(Service.MailContact list, Environment organisation) {
    this.list = list;
    this.organisation = organisation;
  }

  List<DocumentProblem> problems() {
    if (list.isInActiveDirectoryOf(organisation)) {
      Optional<OnPremises.Ldap> ldap = organisation.onPremises().flatMap(OnPremises::ldap);
      directory(ldap);
      unit(ldap);
    }
    account();
    return List.copyOf(problems);
  }

  private void directory(Optional<OnPremises.Ldap> ldap) {
    if (organisation.onPremises().isEmpty()) {
      problem(
          "/target/directory",
          Policy.Directory.ACTIVE_DIRECTORY.document(),
          "The environment of the address list has no servers of its own.",
          "An environment of the kind onPremises or hybrid, or take it out: the contacts are then"
              + " written into Exchange Online.");
    } else if (ldap.isEmpty()) {
      problem(
          "/target/environment",
          organisation.id().value(),
          "The environment does not say where its Active Directory is.",
          "Write onPremises.ldap into it: servers, base and account.");
    } else if (ldap.get().servers().stream().allMatch(AddressListFit::isGlobalCatalogue)) {
      problem(
          "/target/environment",
          organisation.id().value(),
          "The environment names global catalogues alone, and those take no changes.",
          "Name domain controllers under onPremises.ldap.servers, without the ports 3268 and 3269.");
    }
  }

  private static boolean isGlobalCatalogue(String server) {
    return server.endsWith(":3268") || server.endsWith(":3269");
  }

  private void unit(Optional<OnPremises.Ldap> ldap) {
    if (list.unit().isEmpty()) {
      problem(
          UNIT,
          "",
          "'ou' is missing: in Active Directory the contacts need an organisational unit.",
          "The distinguished name of one that nothing else is in, such as"
              + " OU=Partners,DC=corp,DC=fabrikam,DC=com.");
      return;
    }
    String unit = list.unit().get();
    Optional<LdapName> name = name(unit);
    if (name.isEmpty()) {
      problem(
          UNIT,
          Shown.text(unit),
          "This is no distinguished name.",
          "One like OU=Partners,DC=corp,DC=fabrikam,DC=com.");
      return;
    }
    Optional<LdapName> base = ldap.flatMap(known -> name(known.base()));
    boolean below =
        base.isEmpty()
            || name.get().size() > base.get().size() && name.get().startsWith(base.get());
    if (!below) {
      problem(
          UNIT,
          Shown.text(unit),
          "The organisational unit is not below the environment's search base.",
          "One whose name ends in " + ldap.orElseThrow().base() + ".");
    }
  }

  private static Optional<LdapName> name(String text) {
    try {
      LdapName name = new LdapName(text);
      return name.isEmpty() ? Optional.empty() : Optional.of(name);
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }

  private void account() {
    if (list.account().isEmpty()) {
      return;
    }
    String account = list.account().get();
    if (!list.isInActiveDirectoryOf(organisation)) {
      problem(
          "/target/account",
          Shown.text(account),
          "'account' says nothing for an address list in Exchange Online.",
          "Take it out, or set directory to activeDirectory.");
      return;
    }
    List<String> known =
        organisation
            .onPremises()
            .map(servers -> servers.accounts().stream().map(OnPremises.Account::name).toList())
            .orElse(List.of());
    if (!known.contains(account)) {
      problem(
          "/target/account",
          Shown.text(account),
          "The environment of the address list has no account of this name.",
          known.isEmpty()
              ? "Take it out: the environment has none at all."
              : Nearest.suggestion(account, known) + "One of: " + String.join(", ", known) + ".");
    }
  }

  private void problem(String at, String found, String sentence, String allowed) {
    problems.add(new DocumentProblem(at, found, sentence, allowed));
  }
}
