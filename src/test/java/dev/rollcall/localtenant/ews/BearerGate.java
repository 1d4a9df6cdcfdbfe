package dev.rollcall.localtenant.ews;

import dev.rollcall.localtenant.login.Caller;
import dev.rollcall.localtenant.login.Resource;
import dev.rollcall.localtenant.login.TokenRejected;
import dev.rollcall.localtenant.login.Tokens;
import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireRequest;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The door of Exchange Online: apps with tokens, which may open every mailbox or none.
 *
 * @param isDisabled whether an app's tokens are good no more, by its client id
 */
public record BearerGate(Tokens tokens, Resource resource, Predicate<String> isDisabled)
    implements Gate {

  private static final String FULL_ACCESS = "full_access_as_app";

  private record App(Caller caller) implements Logon {

    @Override
    public String name() {
      return caller.appId();
    }

    @Override
    public Optional<String> mailbox() {
      return Optional.empty();
    }

    @Override
    public boolean mayImpersonate(String address) {
      return true;
    }
  }

  @Override
  public Entry enter(WireRequest request) {
    try {
      Caller caller = tokens.check(request.bearer(), resource);
      if (isDisabled.test(caller.appId())) {
        throw new TokenRejected("The app is disabled in the organisation.");
      }
      return caller.hasAnyOf(Set.of(FULL_ACCESS))
          ? Entry.of(new App(caller))
          : Entry.refused(WireAnswer.empty(403));
    } catch (TokenRejected rejected) {
      return Entry.refused(
          WireAnswer.empty(401)
              .with(
                  "WWW-Authenticate",
                  "Bearer client_id=\"00000002-0000-0ff1-ce00-000000000000\","
                      + " error=\"invalid_token\""));
    }
  }
}
