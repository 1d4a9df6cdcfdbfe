package dev.rollcall.target.mailprotector;

import dev.rollcall.client.mailprotector.MailGroup;
import dev.rollcall.model.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Mailprotector cannot do, or should not, in words. */
final class Remarks {

  private Remarks() {}

  static Problem addressOutsideDomain() {
    return Problem.lasting(
        "addressOutsideDomain",
        "The account's address is neither in the domain nor in one of its alias domains.",
        "Keep such accounts with a policy for their own domain, or leave them out by the policy's"
            + " domains. Nothing was made.",
        "");
  }

  static Problem aliasesSpilled(int count) {
    return Problem.lasting(
        "aliasesSpilled",
        count
            + (count == 1 ? " address is" : " addresses are")
            + " outside the domain and its alias domains, and cannot be an alias there. The rest"
            + " was written.",
        "Add the addresses' domain as an alias domain in the console if mail to it shall be"
            + " filtered as well.",
        "");
  }

  static Problem groupStays() {
    return Problem.lasting(
        "destinationStays",
        "The policy's rules now want the account in another group. The service offers no way to"
            + " move it, so it stays in its group; everything else was written.",
        "Move it in the console: the next run sees that and is content. Or correct the rules.",
        "");
  }

  static Problem primaryStays() {
    return Problem.lasting(
        "primaryAddressStays",
        "The account's primary address changed. The service offers no way to rename it, so it"
            + " keeps the old one; the new address was made an alias, so mail to it is accepted.",
        "Rename the account in the console: the next run sees that and is content.",
        "");
  }

  static Problem addressTaken() {
    return Problem.lasting(
        "addressTaken",
        "The address belongs to another account of the service, as its alias.",
        "Remove the alias from that account in the console, or leave the record out. Nothing was"
            + " made.",
        "");
  }

  static Problem madeMeanwhile() {
    return Problem.passing(
        "accountMadeMeanwhile",
        "Somebody else made an account of this address since the accounts were read.",
        "Nothing: the next run takes it over if the policy may.",
        "",
        Optional.empty());
  }

  static Problem notMade() {
    return Problem.lasting(
        "accountNotMade",
        "The service said that it did as asked, but the account is not there.",
        "Nothing at first: it is tried again later. If it lasts, make the account in the console;"
            + " it is taken over then.",
        "");
  }

  static Problem disableNotOffered() {
    return Problem.lasting(
        "disableNotOffered",
        "The service has no way to disable an account. Nothing was changed.",
        "Take disableFirst out of the policy's removal.",
        "");
  }

  static Problem groupsMissing(Collection<String> missing, List<MailGroup> there) {
    return Problem.lasting(
        "destinationMissing",
        "The domain has no group " + quoted(missing) + ". Nothing was changed.",
        "Make it in the console with the services it shall have, or correct the policy's"
            + " destinations. There are: "
            + quoted(there.stream().map(MailGroup::name).toList())
            + ".",
        "");
  }

  static Problem builtInSyncEnabled() {
    return Problem.lasting(
        "builtInSyncEnabled",
        "The domain's own user sync is switched on in the console. Two that keep the same accounts"
            + " undo each other's work.",
        "Switch it off in the console, under the domain's User Sync, before this policy applies.",
        "");
  }

  private static String quoted(Collection<String> names) {
    return names.stream().sorted().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
  }
}
