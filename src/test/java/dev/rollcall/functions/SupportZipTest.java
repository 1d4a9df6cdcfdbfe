package dev.rollcall.functions;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollcall.app.About;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RunId;
import dev.rollcall.run.CollectSupport.Document;
import dev.rollcall.run.CollectSupport.Material;
import dev.rollcall.run.CollectSupport.OnePolicy;
import dev.rollcall.state.RunMail;
import dev.rollcall.state.RunRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the archive for helpers leaves out of what it was given. */
@Tag("R16")
class SupportZipTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void noServicesSentenceIsInItWhoeverItWasAbout() {
    RunRecord run =
        RunRecord.requested(
                new PolicyId("office"),
                RunId.startingAt(NOW, new Random(1)),
                new RunRecord.Request(
                    RunRecord.Mode.APPLY, RunRecord.Trigger.MANUAL, false, Optional.empty(), false))
            .withProblem(refused("runRefused", "Anna Quillfeather may not read."))
            .withMail(
                Optional.of(
                    RunMail.due()
                        .failed(
                            refused("mailRefused", "Anna Quillfeather may not send."),
                            false,
                            NOW)));

    String runs = SupportBundleTest.unzipped(zip(run)).get("policies/office/runs.json");

    assertTrue(runs.contains("runRefused"), runs);
    assertTrue(runs.contains("mailRefused"), runs);
    assertFalse(runs.contains("Quillfeather"), runs);
  }

  private static byte[] zip(RunRecord run) {
    Document document =
        new Document(
            "office", JsonNodeFactory.instance.objectNode().put("id", "office"), List.of());
    OnePolicy policy =
        new OnePolicy(document, Optional.empty(), List.of(run), List.of(), List.of(), List.of());
    About about = new About("1", "17", "Linux", 1, 1, Map.of(), Set.of(), List.of());
    return new SupportZip(about, false)
        .of(new Material(NOW, List.of(), List.of(policy), Optional.empty(), Map.of(), List.of()));
  }

  private static Problem refused(String code, String message) {
    return new Problem(
        code, "It was refused.", "Allow it.", "403", Optional.empty(), false, message);
  }
}
