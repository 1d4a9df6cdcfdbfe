package dev.rollcall.target.mailcontact.activedirectory;

import dev.rollcall.model.Maker;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a policy's checkpoint keeps of its address list: who makes its contacts, which domain
 * controller showed it last, and when. Another controller may not know yet what this one was told,
 * so that it is not believed before the time has passed in which changes reach every controller.
 *
 * <p>It would take what it does not know yet for gone and make it twice, and an older value for
 * somebody's edit.
 *
 * @param maker who makes its contacts
 * @param controller the id of the controller's database; empty if the directory does not tell
 * @param lookedAt when
 */
record Place(Maker maker, String controller, Instant lookedAt) {

  /**
   * Twice the three hours in which sites of an organisation replicate unless somebody says
   * otherwise.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows-server/identity/ad-ds/plan/determining-the-interval">
   *     Determining the interval</a> (180 minutes; read 2026-11-21)
   */
  static final Duration REPLICATION = Duration.ofHours(6);

  private static final String UNKNOWN = "-";

  static Optional<Place> of(String text) {
    String[] parts = text.split(" ", -1);
    Optional<Maker> maker = Maker.ofPlace(text);
    if (parts.length != 3 || maker.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Place(
              maker.get(), parts[1].equals(UNKNOWN) ? "" : parts[1], Instant.parse(parts[2])));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Until when another controller is not believed; empty if this one may be.
   *
   * @param now the one that answers now
   */
  Optional<Instant> doubtedUntil(Place now) {
    Instant until = lookedAt.plus(REPLICATION);
    boolean another =
        !controller.isEmpty() && !now.controller.isEmpty() && !controller.equals(now.controller);
    return another && now.lookedAt.isBefore(until) ? Optional.of(until) : Optional.empty();
  }

  @Override
  public String toString() {
    return maker.place() + " " + (controller.isEmpty() ? UNKNOWN : controller) + " " + lookedAt;
  }
}
