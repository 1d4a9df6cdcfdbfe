package dev.rollcall.notify;

import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.model.CallMeter;
import dev.rollcall.policy.Environment;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;

/**
 * Mails through Graph, as the environment's primary app, which needs the permission {@code
 * Mail.Send}.
 *
 * <p>Graph takes one body as JSON, but any MIME message as text; the latter has both forms. It then
 * always keeps a copy in the mailbox's sent items.
 *
 * @param clients the client of an environment's primary app
 * @see <a href="https://learn.microsoft.com/graph/api/user-sendmail">user: sendMail</a> (read
 *     2026-11-21)
 */
public record GraphMails(Function<Environment, GraphClient> clients) implements Mails {

  @Override
  public void send(Environment environment, String from, byte[] mime, CallMeter meter) {
    clients
        .apply(environment)
        .postAlone(
            "/users/"
                + URLEncoder.encode(from, StandardCharsets.UTF_8).replace("+", "%20")
                + "/sendMail",
            "text/plain",
            Base64.getEncoder().encode(mime),
            meter);
  }
}
