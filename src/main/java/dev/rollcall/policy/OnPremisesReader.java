package dev.rollcall.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads what an environment says of the organisation's own servers, once nothing is wrong in it.
 */
final class OnPremisesReader {

  /** Below the 27 that Exchange allows an account, so that others can use it too. */
  private static final int USUAL_CONNECTIONS = 4;

  private OnPremisesReader() {}

  static OnPremises read(JsonNode json) {
    List<OnPremises.Account> accounts = new ArrayList<>();
    json.path("accounts")
        .forEach(
            account ->
                accounts.add(
                    new OnPremises.Account(
                        account.path("name").asText(),
                        account.path("user").asText(),
                        account.path("secret").asText())));
    return new OnPremises(
        accounts,
        JsonText.text(json.get("trust")),
        Optional.ofNullable(json.get("ldap")).map(ldap -> ldap(ldap, accounts)),
        Optional.ofNullable(json.get("ews")).map(ews -> ews(ews, accounts)));
  }

  private static OnPremises.Ldap ldap(JsonNode ldap, List<OnPremises.Account> accounts) {
    return new OnPremises.Ldap(
        JsonText.texts(ldap.path("servers")),
        Arrays.stream(OnPremises.Security.values())
            .filter(known -> known.document().equals(ldap.path("security").asText()))
            .findFirst()
            .orElse(OnPremises.Security.LDAPS),
        ldap.path("base").asText(),
        account(ldap, accounts));
  }

  private static OnPremises.Ews ews(JsonNode ews, List<OnPremises.Account> accounts) {
    return new OnPremises.Ews(
        JsonText.text(ews.get("url")).map(URI::create),
        JsonText.text(ews.get("autodiscover")),
        Arrays.stream(OnPremises.Authentication.values())
            .filter(known -> known.document().equals(ews.path("authentication").asText()))
            .findFirst()
            .orElse(OnPremises.Authentication.NTLM),
        account(ews, accounts),
        ews.path("maxConnections").asInt(USUAL_CONNECTIONS),
        ews.path("mail").asBoolean(false));
  }

  /** The first account, unless another one is named. */
  private static String account(JsonNode server, List<OnPremises.Account> accounts) {
    return server.path("account").asText(accounts.get(0).name());
  }
}
