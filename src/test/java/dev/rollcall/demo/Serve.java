package dev.rollcall.demo;

import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localservices.LocalServices;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.exchange.SamplePermissions;
import dev.rollcall.localtenant.organisation.Generator;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.localtenant.organisation.OrganisationFile;
import dev.rollcall.run.RunLimits;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Keeps the whole cloud up, for trying the HTTP surface by hand. Ends with Ctrl-C. */
public final class Serve {

  private static final int PORT = 7071;
  private static final int TICK_SECONDS = 60;

  private Serve() {}

  public static void main(String[] arguments) throws InterruptedException {
    String file = System.getProperty("rollcall.organisation", "");
    Organisation organisation =
        file.isEmpty() ? Generator.standard() : OrganisationFile.read(Path.of(file));
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (LocalCloud cloud =
            LocalCloud.start(
                organisation, LocalTenantOptions.defaults(), RunLimits.defaults(), PORT);
        LocalServices services = LocalServices.start(cloud, Clock.systemUTC())) {
      SamplePermissions.grant(organisation, cloud.tenant().exchange().permissions());
      cloud.api().put("/api/environments/contoso", LocalServices.environment(cloud));
      for (String policy : Downstream.POLICIES) {
        cloud.api().put("/api/policies/" + policy, services.policy(policy));
      }
      timer.scheduleAtFixedRate(
          () -> cloud.host().fireTimer("Scheduler"), TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
      System.out.println("Rollcall answers at " + cloud.host().address() + "/api, for example:");
      System.out.println();
      System.out.println(
          "  curl -H 'x-functions-key: "
              + LocalCloud.KEY
              + "' "
              + cloud.host().address()
              + "/api/environments");
      System.out.println();
      System.out.println("Addresses end in @" + organisation.domain() + ". Ctrl-C ends it.");
      new CountDownLatch(1).await();
    } finally {
      timer.shutdownNow();
    }
  }
}
