package dev.rollcall.contract;

import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordField;
import dev.rollcall.plan.Rules;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Mapping;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Policies and rules for tests of targets that are a downstream service. */
public final class ServicePolicies {

  private ServicePolicies() {}

  /** A policy that writes to this service. */
  public static Policy of(Service service) {
    return new Policy(
        new PolicyId("service"),
        "Service",
        "",
        new EnvironmentId("contoso"),
        List.of(),
        Policy.Target.of(service, Duration.ofDays(1)),
        new Mapping(
            Optional.empty(), Mapping.Phones.AS_IS, Optional.empty(), List.of(), false, Map.of()),
        new Policy.Changes(true, true, Policy.UserEdits.OVERWRITE, Policy.UserDeletes.RESTORE),
        new Policy.Limits(50, 10),
        Optional.empty());
  }

  /** An environment, which such targets do not ask. */
  public static Environment environment() {
    return new Environment(
        new EnvironmentId("contoso"),
        "Contoso",
        "",
        Cloud.GLOBAL,
        "contoso.onmicrosoft.com",
        new Environment.App(
            "Rollcall", "00000000-0000-4000-8000-000000000001", "rollcall-contoso", 4));
  }

  /**
   * Everything is created, updated and deleted at once.
   *
   * @param listsAccounts whether the service says which accounts it has
   * @param adopts whether accounts that are there are taken over
   */
  public static Rules rules(boolean listsAccounts, boolean adopts) {
    return new Rules(
        true,
        true,
        Rules.UserEdits.OVERWRITE,
        Rules.UserDeletes.RESTORE,
        0L,
        0L,
        Rules.Removal.AT_ONCE,
        new Rules.Accounts(listsAccounts, adopts, 0L));
  }

  /** The same, in which no account is made without members. */
  public static Rules teams() {
    return new Rules(
        true,
        true,
        Rules.UserEdits.OVERWRITE,
        Rules.UserDeletes.RESTORE,
        0L,
        0L,
        Rules.Removal.AT_ONCE,
        new Rules.Accounts(false, false, 1L << RecordField.MEMBERS.code()));
  }
}
