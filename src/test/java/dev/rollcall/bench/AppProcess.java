package dev.rollcall.bench;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import dev.rollcall.app.Rollcall;
import dev.rollcall.app.Settings;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.Pause;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.run.RunLimits;
import dev.rollcall.run.StoreDocuments;
import dev.rollcall.state.RunRecord;
import dev.rollcall.work.WorkMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The app alone in a process, as the worker has it; tenant and storage are in others. */
final class AppProcess {

  static final PolicyId POLICY = new PolicyId(Company.POLICY);

  private static final String LOGIN = "login";
  private static final String TENANT = "tenant";
  private static final String CLIENT = "client";
  private static final String SECRET = "secret";

  private AppProcess() {}

  /** What an app in another process needs to reach tenant and storage. */
  static Map<String, String> given(LocalTenant tenant, String storage) {
    Map<String, String> given = new HashMap<>(LocalCloud.variables(tenant, storage));
    given.put(LOGIN, tenant.loginUri().toString());
    given.put(TENANT, tenant.tenantId());
    given.put(CLIENT, tenant.hostCredential().clientId());
    given.put(SECRET, tenant.hostCredential().secret());
    return given;
  }

  static Rollcall app(Map<String, String> given) {
    HttpClient http = http();
    return LocalCloud.app(
        Settings.from(given),
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
                .build(),
        Clock.systemUTC(),
        Pause.onThisThread(),
        RunLimits.defaults());
  }

  /** Stores the environment and the policy. */
  static void configure(Rollcall app, LocalTenant tenant) {
    app.documents()
        .putEnvironment(
            new EnvironmentId("contoso"),
            LocalCloud.sampleEnvironment(tenant).getBytes(StandardCharsets.UTF_8),
            StoreDocuments.Condition.none());
    app.documents()
        .putPolicy(
            POLICY,
            Company.policy().getBytes(StandardCharsets.UTF_8),
            StoreDocuments.Condition.none());
  }

  /** Begins a run, as the invocation of its first message does; answers what it is then. */
  static RunRecord begin(Rollcall app, RunRecord.Mode mode) {
    RunId run =
        app.requestRun()
            .execute(
                POLICY,
                new RunRecord.Request(
                    mode, RunRecord.Trigger.MANUAL, false, Optional.empty(), false),
                event -> {});
    app.startRun().execute(new WorkMessage.StartRun(POLICY, run), event -> {});
    return app.readRuns().get(POLICY, run).orElseThrow();
  }

  static TableServiceClient tables(String storage) {
    return new TableServiceClientBuilder()
        .connectionString(storage)
        .httpClient(http())
        .buildClient();
  }

  private static HttpClient http() {
    return new JdkHttpClientProvider().createInstance();
  }
}
