package dev.rollcall.localhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.data.tables.models.TableEntity;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import org.junit.jupiter.api.Test;

final class AzuriteTest {

  private final Azurite azurite = Azurite.shared();

  @Test
  void keepsTablesAndQueues() {
    String prefix = azurite.uniquePrefix();

    TableClient table =
        new TableServiceClientBuilder()
            .connectionString(azurite.connectionString())
            .httpClient(new JdkHttpClientProvider().createInstance())
            .buildClient()
            .createTable(prefix + "Things");
    table.createEntity(new TableEntity("p", "r").addProperty("Word", "kept"));
    QueueClient queue =
        new QueueServiceClientBuilder()
            .connectionString(azurite.connectionString())
            .httpClient(new JdkHttpClientProvider().createInstance())
            .buildClient()
            .createQueue(prefix + "things");
    queue.sendMessage("kept");

    assertEquals("kept", table.getEntity("p", "r").getProperty("Word"));
    assertEquals("kept", queue.receiveMessage().getBody().toString());
  }

  @Test
  void neverHandsOutAPrefixTwice() {
    assertNotEquals(azurite.uniquePrefix(), azurite.uniquePrefix());
  }
}
