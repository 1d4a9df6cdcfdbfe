package dev.rollcall.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.model.PolicyId;
import dev.rollcall.state.Documents;
import dev.rollcall.state.Documents.Kind;
import dev.rollcall.state.Versioned;
import java.util.List;
import java.util.Optional;

/**
 * Writes configuration into one file that can be kept, compared and imported elsewhere. Changes
 * nothing. What is exported twice differs in the time alone.
 */
public final class ExportConfiguration {

  private final RunPorts ports;
  private final String productVersion;

  public ExportConfiguration(RunPorts ports, String productVersion) {
    this.ports = ports;
    this.productVersion = productVersion;
  }

  /** All environments and policies. */
  public byte[] everything() {
    return file(documents(Kind.ENVIRONMENT), documents(Kind.POLICY));
  }

  /** One policy with its environment; empty if there is no such policy. */
  public Optional<byte[]> one(PolicyId id) {
    return get(Kind.POLICY, id.value())
        .map(
            policy ->
                file(
                    get(Kind.ENVIRONMENT, policy.path("environment").asText()).stream().toList(),
                    List.of(policy)));
  }

  private byte[] file(List<JsonNode> environments, List<JsonNode> policies) {
    return ConfigurationFile.write(productVersion, ports.clock().instant(), environments, policies);
  }

  private List<JsonNode> documents(Kind kind) {
    return ports.documents().list(kind).stream()
        .map(Documents.Stored::document)
        .map(Versioned::value)
        .map(ConfigurationFile::document)
        .toList();
  }

  private Optional<JsonNode> get(Kind kind, String id) {
    return ports.documents().get(kind, id).map(Versioned::value).map(ConfigurationFile::document);
  }
}
