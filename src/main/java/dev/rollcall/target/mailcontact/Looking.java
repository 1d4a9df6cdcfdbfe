package dev.rollcall.target.mailcontact;

import dev.rollcall.client.exchange.Cmdlet;
import dev.rollcall.client.exchange.ExchangeRow;
import dev.rollcall.client.exchange.ObjectId;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Content;
import dev.rollcall.model.Maker;
import dev.rollcall.model.Mark;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.ObservedItem;
import dev.rollcall.plan.ObservedItem.Origin;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks at an organisation: the policy's own contacts by their stamps, and every other recipient by
 * its addresses, since an address is somebody's once in an organisation.
 *
 * <p>Three lists, a call for each thousand rows.
 */
final class Looking {

  private static final String MAIL_CONTACT = "MailContact";

  private final AddressList list;
  private final Stamp stamp;
  private final ContactForm form;
  private final CallMeter meter;

  Looking(AddressList list, Maker maker, CallMeter meter) {
    this.list = list;
    this.stamp = list.stamp(maker);
    this.form = new ContactForm(stamp, list.distinctNames());
    this.meter = meter;
  }

  /**
   * @throws dev.rollcall.client.http.ClientException if a list could not be read to its end
   */
  List<ObservedItem> items() {
    List<ExchangeRow> stamped =
        list.client()
            .read(
                Cmdlet.list("Get-MailContact")
                    .with("Filter", stamp.filter())
                    .selecting(recipientColumns()),
                meter);
    Map<ObjectId, ExchangeRow> details = new HashMap<>();
    Cmdlet all =
        Cmdlet.list("Get-Contact")
            .with("RecipientTypeDetails", List.of(MAIL_CONTACT))
            .selecting(ContactForm.detailColumns().toArray(new String[0]));
    for (ExchangeRow row : list.client().read(all, meter)) {
      ObjectId.of(row).ifPresent(id -> details.put(id, row));
    }
    List<ObservedItem> items = new ArrayList<>();
    Set<ObjectId> ours = new HashSet<>();
    for (ExchangeRow row : stamped) {
      Optional<ObjectId> id = ObjectId.of(row);
      Optional<RecordKey> key = stamp.on(row);
      if (id.isPresent() && key.isPresent() && ours.add(id.get())) {
        Origin origin = stamp.isMine(row) ? Origin.OURS : Origin.NAMESAKE;
        items.add(item(id.get(), key, origin, row, Optional.ofNullable(details.get(id.get()))));
      }
    }
    Cmdlet everybody = Cmdlet.list("Get-Recipient").selecting(recipientColumns());
    for (ExchangeRow row : list.client().read(everybody, meter)) {
      Optional<ObjectId> id = ObjectId.of(row);
      if (id.isPresent() && !ours.contains(id.get())) {
        others(items, id.get(), row, Optional.ofNullable(details.get(id.get())));
      }
    }
    return items;
  }

  private String[] recipientColumns() {
    List<String> columns = new ArrayList<>(ContactForm.RECIPIENT_COLUMNS);
    columns.add(stamp.column());
    return columns.toArray(new String[0]);
  }

  private void others(
      List<ObservedItem> items, ObjectId id, ExchangeRow row, Optional<ExchangeRow> details) {
    boolean isContact = row.text("RecipientTypeDetails").filter(MAIL_CONTACT::equals).isPresent();
    Optional<RecordKey> begun = row.text("Name").filter(n -> isContact).flatMap(stamp::named);
    if (begun.isPresent()) {
      // Its making stopped before it got its stamp, or somebody emptied the attribute.
      items.add(item(id, begun, Origin.OURS, row, details));
      return;
    }
    String own = isContact ? ContactForm.address(row) : "";
    boolean isRollcalls =
        row.text("Alias").filter(Mark::isAlias).isPresent()
            || row.text(stamp.column()).filter(Mark::isStamp).isPresent();
    Set<String> addresses = new TreeSet<>();
    row.texts("EmailAddresses").forEach(address -> addresses.add(ContactForm.bare(address)));
    addresses.add(own);
    addresses.remove("");
    for (String address : addresses) {
      if (address.equals(own) && !isRollcalls) {
        items.add(item(id, Optional.empty(), Origin.UNTOLD, row, details));
      } else {
        items.add(OthersAddress.of(id.value(), address));
      }
    }
    if (addresses.isEmpty() && isContact) {
      items.add(item(id, Optional.empty(), Origin.UNTOLD, row, details));
    }
  }

  private ObservedItem item(
      ObjectId id,
      Optional<RecordKey> key,
      Origin origin,
      ExchangeRow row,
      Optional<ExchangeRow> details) {
    Content content = form.content(row, details);
    return new ObservedItem(id.value(), key, content, content.prints(), created(row)).by(origin);
  }

  private static Instant created(ExchangeRow row) {
    try {
      return row.text("WhenCreatedUTC")
          .map(text -> OffsetDateTime.parse(text).toInstant())
          .orElse(Instant.EPOCH);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
