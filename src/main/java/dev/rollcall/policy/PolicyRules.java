package dev.rollcall.policy;

import dev.rollcall.model.EnvironmentId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What holds between a policy and the environment it names. */
public final class PolicyRules {

  private static final String ASK_EXCHANGE =
      "Write \"exchange\": true into the environment, and give the app Exchange.ManageAsApp and"
          + " Global Reader.";

  private PolicyRules() {}

  /**
   * What is wrong with a policy among these environments.
   *
   * @param stored the environments there are
   */
  public static List<DocumentProblem> check(Policy policy, Collection<EnvironmentId> stored) {
    List<DocumentProblem> problems = new ArrayList<>();
    missing("/environment", policy.environment(), stored).ifPresent(problems::add);
    policy
        .target()
        .addressList()
        .flatMap(list -> missing("/target/environment", list.environment(), stored))
        .ifPresent(problems::add);
    return List.copyOf(problems);
  }

  private static Optional<DocumentProblem> missing(
      String at, EnvironmentId id, Collection<EnvironmentId> stored) {
    if (stored.contains(id)) {
      return Optional.empty();
    }
    List<String> ids = stored.stream().map(EnvironmentId::value).sorted().toList();
    return Optional.of(
        new DocumentProblem(
            at,
            id.value(),
            "No environment with this id is stored.",
            ids.isEmpty()
                ? "Store the environment first."
                : Nearest.suggestion(id.value(), ids)
                    + "Store the environment first, or name one of: "
                    + String.join(", ", ids)
                    + "."));
  }

  /**
   * What of a policy its environment does not have; such a policy cannot run.
   *
   * @param environment the one it names
   */
  public static List<DocumentProblem> misfits(Policy policy, Environment environment) {
    return new PolicyFit(policy, environment).problems();
  }

  /**
   * What does not go together of a policy and the organisation whose address list it feeds; such a
   * policy cannot run, though what it wrote can be removed.
   *
   * @param giving the environment it names
   * @param taking the address list's
   */
  public static List<DocumentProblem> misfits(
      Policy policy, Environment giving, Environment taking) {
    List<DocumentProblem> problems =
        new ArrayList<>(
            policy
                .target()
                .addressList()
                .map(list -> new AddressListFit(list, taking).problems())
                .orElse(List.of()));
    // What another installation offers is of an organisation that has no environment here.
    boolean readsHere = policy.reading().kind() != Policy.SourceKind.OFFER;
    if (readsHere && giving.sharesTenantWith(taking)) {
      problems.add(
          new DocumentProblem(
              "/target/environment",
              taking.id().value(),
              "The environment names the same tenant as '"
                  + giving.id()
                  + "', whose people are read: they would come into their own address list.",
              "An environment of another organisation, or the right tenant in one of the two."));
    }
    return List.copyOf(problems);
  }

  /**
   * How many mailboxes of a run are written at the same time: the apps' limits together cap the
   * policy's.
   */
  public static int concurrency(Policy policy, Environment environment) {
    int most =
        environment.writing(policy.target().writers()).apps().stream()
            .mapToInt(Environment.App::maxConnections)
            .sum();
    return Math.min(policy.target().concurrency(), most);
  }

  /** What is allowed but perhaps not meant, in sentences for the administrator. */
  public static List<String> hints(Policy policy, Environment environment) {
    List<String> hints = new ArrayList<>();
    if (policy.source().stream().anyMatch(PolicyRules::takesEverybody)) {
      hints.add(
          "The source takes every user of the directory ('*'). A group would say who is meant, and"
              + " leave out accounts that are no people.");
    }
    if (policy.target().select().stream().anyMatch(PolicyRules::takesEverybody)) {
      hints.add("The target is every user's mailbox ('*'). A group would say whose.");
    }
    if (policy.target().service().isEmpty() && policy.target().folder().isEmpty()) {
      hints.add(
          "Contacts are written into the Contacts folder itself, among the users' own. A folder of"
              + " their own keeps them apart.");
    }
    if (!policy.changes().createAndUpdate() && !policy.changes().delete()) {
      hints.add("Neither createAndUpdate nor delete is on: a run changes nothing.");
    }
    if (policy.summaryMail().isPresent() && environment.notificationMailbox().isEmpty()) {
      hints.add(
          "The policy mails a summary of its runs, but its environment has no notificationMailbox to"
              + " send it from: nobody gets one.");
    }
    if (environment.hasTenant() && !environment.exchange()) {
      hints.addAll(withoutExchange(policy));
    }
    environment
        .onPremises()
        .flatMap(OnPremises::ldap)
        .filter(ldap -> ldap.security() == OnPremises.Security.NONE)
        .ifPresent(
            ldap ->
                hints.add(
                    "Active Directory is read over connections that are not protected: the"
                        + " account's password can be listened to. Set security to ldaps."));
    int capped = concurrency(policy, environment);
    if (capped < policy.target().concurrency()) {
      hints.add(
          "The policy asks for "
              + policy.target().concurrency()
              + " mailboxes at the same time; the environment's maxConnections caps it at "
              + capped
              + ".");
    }
    return List.copyOf(hints);
  }

  /** What the policy wants and only Exchange knows, where it is not asked. */
  private static List<String> withoutExchange(Policy policy) {
    List<String> hints = new ArrayList<>();
    boolean fromDirectory = policy.reading().kind() == Policy.SourceKind.DIRECTORY;
    if (fromDirectory && policy.type().hasMembers()) {
      hints.add(
          "Only Exchange knows who is behind a mailbox, and the environment does not have it asked:"
              + " every run will fail. "
              + ASK_EXCHANGE);
    } else if (fromDirectory
        && (policy.source().stream().anyMatch(PolicyRules::asksExchange)
            || policy.filters().where().map(Filter::parse).stream()
                .flatMap(filter -> filter.attributes().stream())
                .anyMatch(FilterAttributes.OF_EXCHANGE::contains))) {
      hints.add(
          "The source asks for what only Exchange knows, and the environment does not have it asked:"
              + " every run will fail. "
              + ASK_EXCHANGE);
    }
    return hints;
  }

  private static boolean asksExchange(Selection selection) {
    return selection.match(
        group -> false, recipient -> false, Selection.Query::asksExchange, unit -> false);
  }

  private static boolean takesEverybody(Selection selection) {
    return selection.match(
        group -> false,
        recipient -> false,
        query ->
            query.recipientTypes().contains(RecipientType.USER)
                && query.pattern().chars().allMatch(c -> c == '*'),
        unit -> false);
  }
}
