package dev.rollcall.policy;

import dev.rollcall.model.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether an environment has what a policy reads and writes. */
final class PolicyFit {

  private final Policy policy;
  private final Environment environment;
  private final List<DocumentProblem> problems = new ArrayList<>();

  PolicyFit(Policy policy, Environment environment) {
    this.policy = policy;
    this.environment = environment;
  }

  List<DocumentProblem> problems() {
    source();
    target();
    return List.copyOf(problems);
  }

  private void source() {
    Policy.SourceKind kind = policy.reading().kind();
    switch (kind) {
      case DIRECTORY -> {
        if (!environment.hasTenant()) {
          problem(
              "/source/kind",
              kind.document(),
              "The environment has no tenant, and so no directory in the cloud.",
              "activeDirectory, or another environment.");
        }
      }
      case ACTIVE_DIRECTORY -> needsServers("/source/kind", kind.document());
      case SHARED_MAILBOX, PUBLIC_FOLDER -> policy.reading().folder().ifPresent(this::folder);
      case SPREADSHEET, OFFER -> {
        // It is in the app's own storage, or at another installation.
      }
    }
  }

  private void folder(Policy.Folder folder) {
    Location where = folder.location().orElseGet(this::usual);
    String found = folder.location().map(Location::document).orElse("");
    if (where == Location.ON_PREMISES) {
      needsServers("/source/location", found);
    } else if (!environment.hasTenant()) {
      problem(
          "/source/location",
          found,
          "The environment has no tenant, and so nothing in Exchange Online.",
          "onPremises, or take it out.");
    } else if (policy.reading().kind() == Policy.SourceKind.PUBLIC_FOLDER
        && !environment.publicFoldersOnline()) {
      problem(
          "/source/kind",
          policy.reading().kind().document(),
          "The environment does not have public folders in Exchange Online read.",
          "Move the contacts to a folder of a shared mailbox, as the guide says, or write"
              + " \"publicFoldersOnline\": true into the environment; it works until 2027-03-31 at"
              + " the latest.");
    }
  }

  /** Where a folder is of which nobody says. */
  private Location usual() {
    boolean isPublic = policy.reading().kind() == Policy.SourceKind.PUBLIC_FOLDER;
    boolean own =
        environment.kind() == Environment.Kind.ON_PREMISES
            || (isPublic && environment.kind() == Environment.Kind.HYBRID);
    return own ? Location.ON_PREMISES : Location.ONLINE;
  }

  private void target() {
    Policy.Target target = policy.target();
    if (target.directory() == Policy.Directory.ACTIVE_DIRECTORY) {
      needsServers("/target/directory", target.directory().document());
    }
    List<String> apps = environment.registrations().stream().map(Environment.App::name).toList();
    named("/target/app", target.writers().app(), apps, "app registration");
    List<String> accounts =
        environment
            .onPremises()
            .map(servers -> servers.accounts().stream().map(OnPremises.Account::name).toList())
            .orElse(List.of());
    named("/target/account", target.writers().account(), accounts, "account");
  }

  private void named(String at, Optional<String> name, List<String> known, String what) {
    if (name.isPresent() && !known.contains(name.get())) {
      problem(
          at,
          Shown.text(name.get()),
          "The environment has no " + what + " of this name.",
          known.isEmpty()
              ? "Take it out: the environment has none at all."
              : Nearest.suggestion(name.get(), known)
                  + "One of: "
                  + String.join(", ", known)
                  + ".");
    }
  }

  private void needsServers(String at, String found) {
    if (environment.onPremises().isEmpty()) {
      problem(
          at,
          found,
          "The environment has no servers of its own.",
          "An environment of the kind onPremises or hybrid.");
    }
  }

  private void problem(String at, String found, String sentence, String allowed) {
    problems.add(new DocumentProblem(at, found, sentence, allowed));
  }
}
