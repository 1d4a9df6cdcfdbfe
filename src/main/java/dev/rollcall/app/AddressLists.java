package dev.rollcall.app;

import dev.rollcall.client.exchange.ExchangeClient;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.ldap.LdapClient;
import dev.rollcall.client.ldap.LdapName;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Maker;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Service;
import dev.rollcall.target.Target;
import dev.rollcall.target.TargetByPolicy;
import dev.rollcall.target.mailcontact.AddressList;
import dev.rollcall.target.mailcontact.MailContactTarget;
import dev.rollcall.target.mailcontact.activedirectory.AdContactTarget;
import dev.rollcall.target.mailcontact.activedirectory.ContactUnit;
import dev.rollcall.telemetry.CallObserver;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The address lists that policies feed, in Exchange Online and in Active Directory.
 *
 * @param environments an environment as it is stored now; empty if it is not, or not valid
 * @param exchanges the Exchange of an environment
 * @param directories the Active Directory of an environment
 */
record AddressLists(
    Function<EnvironmentId, Optional<Environment>> environments,
    Function<Environment, ExchangeClient> exchanges,
    LdapClients directories,
    RandomGenerator random,
    Clock clock) {

  /**
   * Writes to them.
   *
   * @param observers where a policy's requests are counted
   */
  Target target(Function<Policy, CallObserver> observers) {
    Target online =
        new MailContactTarget(
            policy -> online(policy, observers.apply(policy)), () -> Maker.random(random));
    Target onPremises =
        new AdContactTarget(
            policy -> unit(policy, observers.apply(policy)), () -> Maker.random(random), clock);
    return new TargetByPolicy(
        policy -> list(policy).isInActiveDirectoryOf(organisation(policy)) ? onPremises : online);
  }

  /**
   * What stands in the way of writing there; empty if nothing does that can be seen.
   *
   * @throws dev.rollcall.client.http.ClientException if it cannot be asked
   */
  Optional<Problem> probe(Policy policy, CallMeter meter) {
    if (list(policy).isInActiveDirectoryOf(organisation(policy))) {
      return unit(policy, CallObserver.none()).probe(meter);
    }
    online(policy, CallObserver.none()).probe(meter);
    return Optional.empty();
  }

  private AddressList online(Policy policy, CallObserver observer) {
    Service.MailContact list = list(policy);
    return new AddressList(
        exchanges.apply(organisation(policy)).observedBy(observer),
        policy.environment(),
        policy.id(),
        list.attribute(),
        list.unit(),
        isDistinct(policy));
  }

  private ContactUnit unit(Policy policy, CallObserver observer) {
    Service.MailContact list = list(policy);
    LdapClient client = directories.as(organisation(policy), list.account());
    return new ContactUnit(
        client.observedBy(observer),
        list.unit().flatMap(LdapName::of).orElseThrow(Failures::ofMissingEnvironment),
        policy.environment(),
        policy.id(),
        list.attribute(),
        isDistinct(policy));
  }

  private static boolean isDistinct(Policy policy) {
    return policy.changes().existing() == Policy.Existing.RENAME;
  }

  private Environment organisation(Policy policy) {
    return environments
        .apply(list(policy).environment())
        .orElseThrow(Failures::ofMissingEnvironment);
  }

  private static Service.MailContact list(Policy policy) {
    return policy.target().addressList().orElseThrow();
  }
}
