package dev.rollcall.localtenant.login;

import java.util.Set;

/**
 * A service tokens are for.
 *
 * @param audience what its tokens say in {@code aud}
 * @param identifiers every name a scope may call it by, without {@code /.default}
 */
public record Resource(String audience, Set<String> identifiers) {

  public Resource {
    identifiers = Set.copyOf(identifiers);
  }

  boolean isMeantBy(String scope) {
    String name = scope.replaceFirst("/\\.default$", "");
    return identifiers.contains(name) || identifiers.contains(name.replaceFirst("/$", ""));
  }
}
