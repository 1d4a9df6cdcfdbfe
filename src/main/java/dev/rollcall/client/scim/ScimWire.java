package dev.rollcall.client.scim;

import dev.rollcall.client.http.Service;
import dev.rollcall.client.service.Pace;
import java.time.Duration;

/**
 * How one kind of service has to be asked.
 *
 * @param service who it is, for messages
 * @param pace how many requests it takes
 * @param paged whether lists are asked for page by page; otherwise the first request names no page,
 *     and further ones follow only if the answer says that there is more
 * @param pageSize how many resources a page is asked to hold; the service may give fewer
 * @param groupAttributes what to ask of groups, since some services keep members back unless they
 *     are named; empty if nothing is named
 * @param describesItself whether it has a {@code ServiceProviderConfig}
 */
public record ScimWire(
    Service service,
    Pace pace,
    boolean paged,
    int pageSize,
    String groupAttributes,
    boolean describesItself) {

  private static final String MEMBERS_TOO = "id,externalId,displayName,members,meta";

  /** A service that keeps to the standard. */
  public static final ScimWire RFC =
      new ScimWire(Service.SCIM, Pace.UNLIMITED, true, 500, MEMBERS_TOO, true);

  /** Keycloak, which gives at most a hundred at once. */
  public static final ScimWire KEYCLOAK =
      new ScimWire(Service.SCIM, Pace.UNLIMITED, true, 100, MEMBERS_TOO, true);

  /**
   * Zivver: whole lists, fifty requests in ten seconds.
   *
   * @see <a href="https://docs.zivver.com/en/admin/integrations/scim-v2.html">SCIM v2</a> (read
   *     2026-11-21; the limit is told by its answers)
   */
  public static final ScimWire ZIVVER =
      new ScimWire(Service.ZIVVER, new Pace(50, Duration.ofSeconds(10)), false, 500, "", false);
}
