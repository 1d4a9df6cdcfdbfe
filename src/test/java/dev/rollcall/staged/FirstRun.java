package dev.rollcall.staged;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.identity.ClientSecretCredentialBuilder;
import dev.rollcall.app.Rollcall;
import dev.rollcall.app.Settings;
import dev.rollcall.app.Transport;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.Pause;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.run.RunLimits;
import dev.rollcall.run.StoreDocuments.Condition;
import dev.rollcall.state.RunRecord;
import dev.rollcall.telemetry.Journal;
import dev.rollcall.work.WorkMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Stores an environment and a policy and begins a run, with nothing but the staged app's classes:
 * certificate, token, directory, tables and queue are all reached. Loaded by {@link
 * StagedApp#loader}; from texts to texts, since that loader's types are not the caller's.
 */
public final class FirstRun implements Function<Map<String, String>, Map<String, String>> {

  static final String ENVIRONMENT = "environment";
  static final String POLICY = "policy";
  static final String LOGIN = "login";
  static final String TENANT = "tenant";
  static final String CLIENT = "client";
  static final String SECRET = "secret";

  @Override
  public Map<String, String> apply(Map<String, String> given) {
    HttpClient http = new JdkHttpClientProvider().createInstance();
    Rollcall app =
        new Rollcall(
            Settings.from(given),
            new Transport(
                http,
                GraphClient.transport(),
                () ->
                    new ClientSecretCredentialBuilder()
                        .authorityHost(given.get(LOGIN))
                        .disableInstanceDiscovery()
                        .tenantId(given.get(TENANT))
                        .clientId(given.get(CLIENT))
                        .clientSecret(given.get(SECRET))
                        .httpClient(http)
                        .build()),
            Clock.systemUTC(),
            RandomGenerator.getDefault(),
            Pause.onThisThread(),
            RunLimits.defaults());
    Journal silent = event -> {};
    PolicyId policy = new PolicyId("office");
    app.documents()
        .putEnvironment(
            new EnvironmentId("contoso"),
            given.get(ENVIRONMENT).getBytes(StandardCharsets.UTF_8),
            Condition.none());
    app.documents()
        .putPolicy(policy, given.get(POLICY).getBytes(StandardCharsets.UTF_8), Condition.none());
    RunId run =
        app.requestRun()
            .execute(
                policy,
                new RunRecord.Request(
                    RunRecord.Mode.PREVIEW,
                    RunRecord.Trigger.MANUAL,
                    false,
                    Optional.empty(),
                    false),
                silent);
    app.startRun().execute(new WorkMessage.StartRun(policy, run), silent);
    RunRecord begun = app.readRuns().get(policy, run).orElseThrow();
    return Map.of(
        "status",
        begun.status().name(),
        "records",
        begun.reading().map(reading -> Integer.toString(reading.records())).orElse("none"),
        "problem",
        begun.problem().map(problem -> problem.cause()).orElse(""));
  }
}
