package dev.rollcall.target.mailcontact;

import dev.rollcall.client.exchange.Cmdlet;
import dev.rollcall.client.exchange.CmdletAnswer;
import dev.rollcall.client.exchange.ContactCommand;
import dev.rollcall.client.exchange.ContactRemoval;
import dev.rollcall.client.exchange.ExchangeRow;
import dev.rollcall.client.exchange.ObjectId;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.service.Waits;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Content;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The organisation during one apply.
 *
 * @param stamp what the policy's contacts carry
 * @param waits how long a request may wait in place
 */
record Directory(AddressList list, Stamp stamp, Waits waits, CallMeter meter) {

  /** What became of a look for a contact by its name. */
  record Found(Optional<ObjectId> id, Optional<ClientException> failure) {}

  List<CmdletAnswer> write(List<ContactCommand> commands) {
    return commands.isEmpty() ? List.of() : list.client().write(commands, waits, meter);
  }

  List<ContactRemoval.Result> remove(List<ContactRemoval> removals) {
    return list.client().remove(removals, waits, meter);
  }

  /** The contacts of these names, in their order. */
  List<Found> named(List<String> names) {
    List<Found> found = new ArrayList<>();
    List<CmdletAnswer> answers =
        read(
            names.stream()
                .map(
                    name ->
                        Cmdlet.list("Get-MailContact")
                            .with("Filter", equal("Name", name))
                            .selecting("Guid", "Name"))
                .toList());
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      found.add(
          new Found(
              answers.get(i).rows().stream()
                  .filter(row -> row.text("Name").filter(name::equalsIgnoreCase).isPresent())
                  .findFirst()
                  .flatMap(ObjectId::of),
              answers.get(i).failure()));
    }
    return found;
  }

  /** Which of these display names somebody has who is none of these. */
  Set<String> namesOfOthers(List<String> names, Set<ObjectId> except) {
    Set<String> taken = new HashSet<>();
    List<CmdletAnswer> answers =
        read(
            names.stream()
                .map(
                    name ->
                        Cmdlet.list("Get-Recipient")
                            .with("Filter", equal("DisplayName", name))
                            .selecting("Guid"))
                .toList());
    for (int i = 0; i < names.size(); i++) {
      boolean others =
          answers.get(i).rows().stream()
              .map(ObjectId::of)
              .anyMatch(id -> id.isPresent() && !except.contains(id.get()));
      if (others) {
        taken.add(names.get(i));
      }
    }
    return taken;
  }

  /**
   * What the contacts hold now, in their order; empty where the server asked does not say. The
   * service answers others where it does not find one, so only a row of the contact counts.
   */
  List<Optional<Content>> contents(List<ObjectId> ids) {
    ContactForm form = form();
    List<Cmdlet> looks = new ArrayList<>();
    List<String> columns = new ArrayList<>(ContactForm.RECIPIENT_COLUMNS);
    columns.add(stamp.column());
    for (ObjectId id : ids) {
      looks.add(
          Cmdlet.listOf("Get-MailContact", id.value()).selecting(columns.toArray(new String[0])));
      looks.add(
          Cmdlet.listOf("Get-Contact", id.value())
              .selecting(ContactForm.detailColumns().toArray(new String[0])));
    }
    List<CmdletAnswer> answers = read(looks);
    List<Optional<Content>> contents = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      Optional<ExchangeRow> recipient = row(ids.get(i), answers.get(2 * i));
      Optional<ExchangeRow> details = row(ids.get(i), answers.get(2 * i + 1));
      contents.add(details.flatMap(known -> recipient.map(row -> form.content(row, details))));
    }
    return contents;
  }

  ContactForm form() {
    return new ContactForm(stamp, list.distinctNames());
  }

  private List<CmdletAnswer> read(List<Cmdlet> looks) {
    return looks.isEmpty() ? List.of() : list.client().readAll(looks, meter);
  }

  private static Optional<ExchangeRow> row(ObjectId id, CmdletAnswer answer) {
    return answer.rows().stream().filter(id::isOf).findFirst();
  }

  private static String equal(String column, String text) {
    return column + " -eq '" + text.replace("'", "''") + "'";
  }
}
