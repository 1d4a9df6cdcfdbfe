/**
 * How the app proves who it is: certificates and client secrets by name from Key Vault, or its own
 * identity where an app registration trusts that, and the tokens they buy in each cloud.
 *
 * <p>Nothing secret leaves this package: no key, no token text in a message, a log or a table.
 */
@NeedsRole(
    role = "Key Vault Secrets User",
    on = NeedsRole.On.VAULT,
    operations = {"SecretClient.getSecret", "SecretClient.listPropertiesOfSecretVersions"})
@NeedsRole(
    role = "Key Vault Certificates Officer",
    on = NeedsRole.On.VAULT,
    operations = {
      "CertificateClient.listPropertiesOfCertificates",
      "CertificateClient.getCertificate",
      "CertificateClient.beginCreateCertificate",
      "CertificateClient.beginDeleteCertificate",
      "CertificateClient.importCertificate"
    })
@NullMarked
package dev.rollcall.credential;

import dev.rollcall.model.NeedsRole;
import org.jspecify.annotations.NullMarked;
