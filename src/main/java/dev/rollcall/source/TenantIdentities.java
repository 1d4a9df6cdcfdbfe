package dev.rollcall.source;

import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Environment;
import java.util.List;
import java.util.Map;

/**
 * Tells who people of Active Directory are in the tenant. Safe for several threads; asking changes
 * nothing.
 */
public interface TenantIdentities {

  /**
   * The object ids of these people. Whoever was renamed, and is not known by the new address there
   * yet, is known by the anchor; it stays for ever.
   *
   * @param mailboxes the people's mailboxes, by Active Directory's ids
   * @param anchors by mailbox: what the synchronisation knows it by, as {@code
   *     onPremisesImmutableId} spells it
   * @param meter counts the requests
   * @return by mailbox; whoever is not in the tenant is not in it
   * @throws SourceUnavailable if the tenant's directory cannot be read
   */
  Map<TargetId, TargetId> of(
      Environment environment,
      List<Mailbox> mailboxes,
      Map<TargetId, String> anchors,
      CallMeter meter);

  /**
   * The addresses that these people have now.
   *
   * @param ids object ids of the tenant, or of nobody there
   * @return by id; whoever is not in the tenant, or has no address, is not in it
   * @throws SourceUnavailable if the tenant's directory cannot be read
   */
  Map<TargetId, String> addresses(Environment environment, List<TargetId> ids, CallMeter meter);
}
