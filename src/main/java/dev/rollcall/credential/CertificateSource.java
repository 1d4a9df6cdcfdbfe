package dev.rollcall.credential;

import dev.rollcall.client.http.ClientException;

/** Gives the newest version of a certificate, by its name. */
@FunctionalInterface
interface CertificateSource {

  /**
   * @throws ClientException if it cannot be read
   */
  LoadedCertificate latest(String name);
}
