package dev.rollcall.source.folder;

import dev.rollcall.client.ews.EwsClients;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Location;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.MailboxLocations;
import dev.rollcall.source.Recollections;
import dev.rollcall.source.Source;
import dev.rollcall.source.SourceReading;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The contacts of a folder of a shared mailbox, read where the mailbox lives. Safe for several
 * threads.
 *
 * <p>Requests without changes since the last reading: one; once a day those that look for the
 * folder; and in a hybrid environment whose policy does not say where the mailbox is, those that
 * tell.
 */
public final class SharedMailboxSource implements Source {

  private final Function<Environment, GraphClient> graph;
  private final EwsClients ews;
  private final MailboxLocations locations;
  private final Recollections recollections;
  private final Clock clock;

  /**
   * @param graph the client of an environment; asked often, so it should keep them
   * @param ews the client of an environment's own Exchange; asked often too
   * @param locations tells where mailboxes live in hybrid environments
   * @param clock tells when a folder has to be looked for again
   */
  public SharedMailboxSource(
      Function<Environment, GraphClient> graph,
      EwsClients ews,
      MailboxLocations locations,
      Recollections recollections,
      Clock clock) {
    this.graph = graph;
    this.ews = ews;
    this.locations = locations;
    this.recollections = recollections;
    this.clock = clock;
  }

  /**
   * @throws IllegalArgumentException if the policy reads no folder
   */
  @Override
  public SourceReading read(Environment environment, Policy policy) {
    return reading(environment, policy).read(List.of());
  }

  @Override
  public PhotoReading readPhotos(
      Environment environment,
      Policy policy,
      List<RecordKey> keys,
      Map<RecordKey, DesiredRecord.Photo> known) {
    return reading(environment, policy).photos(keys, known);
  }

  private FolderReading reading(Environment environment, Policy policy) {
    Policy.Folder folder =
        policy
            .reading()
            .folder()
            .orElseThrow(() -> new IllegalArgumentException("the policy reads no folder"));
    CallMeter meter = new CallMeter();
    Location location = location(environment, folder, meter);
    String selection =
        String.join(
            "/",
            FolderReading.asked(environment, location),
            location.document(),
            folder.mailbox(),
            String.join("/", folder.path()));
    return new FolderReading(
        recollections,
        policy.id(),
        access(environment, folder, location, meter),
        selection.toLowerCase(Locale.ROOT),
        clock,
        meter);
  }

  private FolderAccess access(
      Environment environment, Policy.Folder folder, Location location, CallMeter meter) {
    try {
      if (location == Location.ON_PREMISES) {
        String account = FolderProblems.reader(environment);
        return new EwsAccess(
            ews.onPremises(environment, account), meter, folder.mailbox(), folder.path());
      }
      return new GraphAccess(graph.apply(environment), meter, folder.mailbox(), folder.path());
    } catch (ClientException e) {
      throw FolderProblems.of(e);
    }
  }

  private Location location(Environment environment, Policy.Folder folder, CallMeter meter) {
    if (folder.location().isPresent()) {
      return folder.location().get();
    }
    return switch (environment.kind()) {
      case EXCHANGE_ONLINE -> Location.ONLINE;
      case ON_PREMISES -> Location.ON_PREMISES;
      case HYBRID -> {
        String address = folder.mailbox().toLowerCase(Locale.ROOT);
        Mailbox mailbox = new Mailbox(new TargetId(address), address);
        yield locations.onPremises(environment, List.of(mailbox), meter).contains(address)
            ? Location.ON_PREMISES
            : Location.ONLINE;
      }
    };
  }
}
