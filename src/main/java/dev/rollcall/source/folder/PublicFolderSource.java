package dev.rollcall.source.folder;

import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.client.ews.EwsClients;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Location;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.OnPremises;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.Recollections;
import dev.rollcall.source.Source;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The contacts of a public folder, through Exchange Web Services. Safe for several threads.
 *
 * <p>In Exchange Online these services end on {@link #END}, for everybody and for good, and are
 * switched off by tenant before that; they are used there only where the environment says so, and
 * every reading says when that ends. On-premises they stay.
 *
 * @see <a
 *     href="https://techcommunity.microsoft.com/blog/exchange/exchange-online-ews-your-time-is-almost-up/4492361">Exchange
 *     Online EWS, your time is almost up</a> (read 2026-11-21)
 */
public final class PublicFolderSource implements Source {

  /** From this day on Exchange Online answers no web services any more (announced). */
  public static final LocalDate END = LocalDate.of(2027, 4, 1);

  private static final String WAY_OUT =
      "Move the contacts to a folder of a shared mailbox, as the page \"Public folders\" of the"
          + " guide says; every contact on the phones stays the same one.";

  private final EwsClients clients;
  private final Recollections recollections;
  private final Clock clock;

  /**
   * @param clock tells whether the services in Exchange Online have ended, and when a folder has to
   *     be looked for again
   */
  public PublicFolderSource(EwsClients clients, Recollections recollections, Clock clock) {
    this.clients = clients;
    this.recollections = recollections;
    this.clock = clock;
  }

  /**
   * @throws IllegalArgumentException if the policy reads no folder
   */
  @Override
  public SourceReading read(Environment environment, Policy policy) {
    Policy.Folder folder = folder(policy);
    Location location = location(environment, folder);
    List<String> hints =
        location == Location.ONLINE
            ? List.of(
                "Public folders in Exchange Online can be read until "
                    + END.minusDays(1)
                    + " at the latest; your organisation's administrators or Microsoft may switch it"
                    + " off before. "
                    + WAY_OUT)
            : List.of();
    try {
      return reading(environment, policy, folder, location).read(hints);
    } catch (SourceUnavailable e) {
      throw explained(location, e);
    }
  }

  @Override
  public PhotoReading readPhotos(
      Environment environment,
      Policy policy,
      List<RecordKey> keys,
      Map<RecordKey, DesiredRecord.Photo> known) {
    Policy.Folder folder = folder(policy);
    Location location = location(environment, folder);
    try {
      return reading(environment, policy, folder, location).photos(keys, known);
    } catch (SourceUnavailable e) {
      throw explained(location, e);
    }
  }

  /** Why a folder cannot be found along its two routes; empty if it can. */
  Optional<Problem> trouble(Environment environment, Policy.Folder folder) {
    try {
      Location location = location(environment, folder);
      try {
        new PublicFolderAccess(client(environment, location), new CallMeter(), folder).find();
        return Optional.empty();
      } catch (ClientException e) {
        throw explained(location, new SourceUnavailable(e.problem(), e));
      }
    } catch (SourceUnavailable e) {
      return Optional.of(e.problem());
    }
  }

  private FolderReading reading(
      Environment environment, Policy policy, Policy.Folder folder, Location location) {
    CallMeter meter = new CallMeter();
    String selection =
        String.join(
            "/",
            FolderReading.asked(environment, location),
            location.document(),
            folder.mailbox(),
            folder.contentMailbox().orElse(""),
            String.join("/", folder.path()));
    return new FolderReading(
        recollections,
        policy.id(),
        new PublicFolderAccess(client(environment, location), meter, folder),
        selection.toLowerCase(Locale.ROOT),
        clock,
        meter);
  }

  private EwsClient client(Environment environment, Location location) {
    try {
      return location == Location.ONLINE
          ? clients.online(environment)
          : clients.onPremises(environment, FolderProblems.reader(environment));
    } catch (ClientException e) {
      throw FolderProblems.of(e);
    }
  }

  private Location location(Environment environment, Policy.Folder folder) {
    Location location =
        folder
            .location()
            .orElse(
                environment.onPremises().flatMap(OnPremises::ews).isPresent()
                    ? Location.ON_PREMISES
                    : Location.ONLINE);
    if (location == Location.ONLINE) {
      checkOnline(environment);
    }
    return location;
  }

  private void checkOnline(Environment environment) {
    if (!LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).isBefore(END)) {
      throw FolderProblems.unavailable(
          "publicFoldersOnlineEnded",
          "Exchange Web Services in Exchange Online ended on "
              + END
              + ", and there is no other way to read public folders there.",
          WAY_OUT);
    }
    if (!environment.publicFoldersOnline()) {
      throw FolderProblems.unavailable(
          "publicFoldersOnlineOff",
          "The environment does not have public folders in Exchange Online read.",
          WAY_OUT
              + " Until then \"publicFoldersOnline\": true in the environment reads them, while the"
              + " organisation still allows Exchange Web Services.");
    }
  }

  /** Why the services are off, where they are about to go for everybody. */
  private static SourceUnavailable explained(Location location, SourceUnavailable e) {
    Problem problem = e.problem();
    if (location != Location.ONLINE || !problem.code().equals("ewsDisabled")) {
      return e;
    }
    return new SourceUnavailable(
        new Problem(
            problem.code(),
            "Exchange Online refused Exchange Web Services: since October 2026 Microsoft switches"
                + " them off tenant by tenant, and for everybody on "
                + END
                + ". Public folders cannot be read without them.",
            "Nothing was changed. See Get-OrganizationConfig | fl EwsEnabled and"
                + " Get-OrganizationConfig -RetrieveEwsOperationAccessPolicy | fl EwsAllowedAppIDs:"
                + " EwsEnabled must be True and the app's id in EwsAllowedAppIDs"
                + " (Set-OrganizationConfig; up to 24 hours). "
                + WAY_OUT,
            problem.service(),
            problem.retryAfter(),
            problem.passing(),
            problem.message()),
        e);
  }

  private static Policy.Folder folder(Policy policy) {
    return policy
        .reading()
        .folder()
        .orElseThrow(() -> new IllegalArgumentException("the policy reads no folder"));
  }
}
