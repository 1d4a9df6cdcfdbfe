package dev.rollcall.state.table;

import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RetryOptions;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import dev.rollcall.localhost.Azurite;
import java.time.Duration;

/** Tables on Azurite that one test has for itself. */
final class TestStorage {

  private final String prefix;
  private final TableServiceClient client;

  private TestStorage(String prefix, TableServiceClient client) {
    this.prefix = prefix;
    this.client = client;
  }

  /** Without any table yet. */
  static TestStorage fresh() {
    return new TestStorage(Azurite.shared().uniquePrefix(), builder().buildClient());
  }

  /** The same tables, through a client whose requests pass this policy, each attempt on its own. */
  TestStorage through(HttpPipelinePolicy policy) {
    return new TestStorage(
        prefix,
        builder()
            .addPolicy(policy)
            .retryOptions(new RetryOptions(new FixedDelayOptions(12, Duration.ofMillis(1))))
            .buildClient());
  }

  TableState state() {
    return new TableState(client, prefix);
  }

  /** A table, as anybody may write it. */
  TableClient table(String name) {
    return client.getTableClient(prefix + name);
  }

  /** A table as the adapters have it. */
  Table adapterTable(String name) {
    return new Table(client, prefix + name, "Do this and that.");
  }

  private static TableServiceClientBuilder builder() {
    return new TableServiceClientBuilder()
        .connectionString(Azurite.shared().connectionString())
        .httpClient(new JdkHttpClientProvider().createInstance());
  }
}
