package dev.rollcall.localtenant.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who may open, and send as, whose mailbox, as Exchange lists it. Safe for threads. */
public final class Permissions {

  /**
   * An entry of a mailbox's list.
   *
   * @param trustee an address, a name of Windows such as {@code NT AUTHORITY\SELF}, or the SID of
   *     somebody who is gone
   * @param rights such as {@code FullAccess} or {@code SendAs}
   */
  public record Entry(String trustee, String rights, boolean inherited, boolean deny) {}

  private final Map<String, List<Entry>> mailbox = new LinkedHashMap<>();
  private final Map<String, List<Entry>> sending = new LinkedHashMap<>();

  /** Lets somebody open a mailbox; by the mailbox's object id. */
  public void fullAccess(String mailboxId, String trustee) {
    add(mailboxId, new Entry(trustee, "FullAccess", false, false));
  }

  /** Lets somebody send as a recipient. */
  public synchronized void sendAs(String recipientId, String trustee) {
    sending
        .computeIfAbsent(recipientId, any -> new ArrayList<>())
        .add(new Entry(trustee, "SendAs", false, false));
  }

  /** An entry of any kind on a mailbox. */
  public synchronized void add(String mailboxId, Entry entry) {
    mailbox.computeIfAbsent(mailboxId, any -> new ArrayList<>()).add(entry);
  }

  /** An entry of any kind on a recipient's list of senders. */
  public synchronized void addSending(String recipientId, Entry entry) {
    sending.computeIfAbsent(recipientId, any -> new ArrayList<>()).add(entry);
  }

  /** Leaves nothing on a recipient's lists but its own entries. */
  public synchronized void clear(String recipientId) {
    mailbox.remove(recipientId);
    sending.remove(recipientId);
  }

  /** Takes a person off every list of a recipient. */
  public synchronized void remove(String recipientId, String trustee) {
    mailbox
        .getOrDefault(recipientId, new ArrayList<>())
        .removeIf(entry -> entry.trustee().equals(trustee));
    sending
        .getOrDefault(recipientId, new ArrayList<>())
        .removeIf(entry -> entry.trustee().equals(trustee));
  }

  synchronized List<Entry> ofMailbox(String id) {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry("NT AUTHORITY\\SELF", "FullAccess", false, false));
    entries.addAll(mailbox.getOrDefault(id, List.of()));
    return entries;
  }

  synchronized List<Entry> ofSender(String id) {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry("NT AUTHORITY\\SELF", "SendAs", false, false));
    entries.addAll(sending.getOrDefault(id, List.of()));
    return entries;
  }
}
