package dev.rollcall.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.policy.Cloud;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("E8")
class CloudHostsTest {

  @ParameterizedTest
  @CsvSource({
    "GLOBAL, login.microsoftonline.com, graph.microsoft.com, outlook.office365.com",
    "US_GOV, login.microsoftonline.us, graph.microsoft.us, outlook.office365.us",
    "US_GOV_DOD, login.microsoftonline.us, dod-graph.microsoft.us, outlook-dod.office365.us",
    "CHINA, login.partner.microsoftonline.cn, microsoftgraph.chinacloudapi.cn, partner.outlook.cn",
  })
  void everyNationalCloudHasHostsOfItsOwn(
      Cloud cloud, String login, String graph, String exchange) {
    CloudHosts hosts = CloudHosts.of(cloud, Optional.empty()).orElseThrow();

    assertEquals(login, hosts.login().getHost());
    assertEquals("https://" + graph + "/v1.0", hosts.graph().toString());
    assertEquals("https://" + graph + "/.default", hosts.graphScope());
    assertEquals(
        new CloudHosts.ExchangeHost(
            URI.create("https://" + exchange), "https://" + exchange + "/.default"),
        hosts.exchange().orElseThrow());
    assertTrue(hosts.checkedInstance());
  }

  @Test
  void aCustomCloudIsTheOneTheSettingsName() {
    CloudHosts custom =
        CloudHosts.custom(
            URI.create("https://localhost:1"), URI.create("http://localhost:2/v1.0"), "scope");

    assertEquals(Optional.of(custom), CloudHosts.of(Cloud.CUSTOM, Optional.of(custom)));
    assertEquals(Optional.empty(), CloudHosts.of(Cloud.CUSTOM, Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource(names = "CUSTOM", mode = EnumSource.Mode.EXCLUDE)
  void theSettingsCannotReplaceAKnownCloud(Cloud cloud) {
    CloudHosts custom =
        CloudHosts.custom(
            URI.create("https://localhost:1"), URI.create("http://localhost:2/v1.0"), "scope");

    assertEquals(CloudHosts.of(cloud, Optional.empty()), CloudHosts.of(cloud, Optional.of(custom)));
  }

  @Test
  void loginIsNeverInTheClear() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            CloudHosts.custom(
                URI.create("http://localhost:1"), URI.create("http://localhost:2"), "scope"));
  }
}
