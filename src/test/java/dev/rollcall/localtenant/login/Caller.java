package dev.rollcall.localtenant.login;

import java.util.Set;

/**
 * Who calls a service.
 *
 * @param roles the application permissions in the token
 */
public record Caller(String appId, Set<String> roles) {

  public Caller {
    roles = Set.copyOf(roles);
  }

  public boolean hasAnyOf(Set<String> permissions) {
    return permissions.stream().anyMatch(roles::contains);
  }
}
