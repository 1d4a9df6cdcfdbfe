package dev.rollcall.target.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.scim.Patch;
import dev.rollcall.client.scim.ResourceType;
import dev.rollcall.client.scim.ScimClient;
import dev.rollcall.client.service.ServiceRequest.Effect;
import dev.rollcall.client.service.Waits;
import dev.rollcall.model.CallMeter;
import dev.rollcall.target.Budget;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The requests of one apply, with what they have in common. For one thread.
 *
 * <p>Creations are made here, and only here: each that may have taken effect is looked for before
 * it is tried again.
 */
final class Calls {

  private static final int ATTEMPTS = 3;

  private final ScimClient scim;
  private final Waits waits;
  private final CallMeter meter;
  private boolean mayLandLate;

  Calls(ScimClient scim, Budget budget, CallMeter meter) {
    this.scim = scim;
    this.waits = budget::allowsPause;
    this.meter = meter;
  }

  /** It could not be learned whether a creation took effect. */
  static final class EffectUnknown extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ClientException failure;

    EffectUnknown(ClientException failure) {
      super(failure);
      this.failure = failure;
    }

    ClientException failure() {
      return failure;
    }
  }

  ScimClient scim() {
    return scim;
  }

  CallMeter meter() {
    return meter;
  }

  Waits waits() {
    return waits;
  }

  /** Whether a creation was made again although an earlier one may still take effect. */
  boolean mayLandLate() {
    return mayLandLate;
  }

  /**
   * Creates a resource.
   *
   * @param look finds it if an attempt took effect whose answer was lost
   * @throws EffectUnknown if it may be there and could not be looked for
   */
  JsonNode create(ResourceType type, ObjectNode body, Supplier<Optional<JsonNode>> look) {
    for (int attempt = 1; ; attempt++) {
      try {
        JsonNode made = scim.create(type, body, waits, meter);
        if (made.has("id")) {
          return made;
        }
        // A success that does not say what it made.
        return looked(look).orElseThrow(() -> Problems.unreadable(scim.wire().service()));
      } catch (ClientException e) {
        if (e.disposition() != Disposition.UNKNOWN_EFFECT) {
          throw e;
        }
        Optional<JsonNode> found = looked(look, e);
        if (found.isPresent()) {
          return found.get();
        }
        mayLandLate = true;
        if (attempt == ATTEMPTS || !waits.allows(Duration.ofSeconds(1))) {
          throw e;
        }
      }
    }
  }

  private Optional<JsonNode> looked(Supplier<Optional<JsonNode>> look) {
    try {
      return look.get();
    } catch (ClientException e) {
      throw new EffectUnknown(e);
    }
  }

  private Optional<JsonNode> looked(Supplier<Optional<JsonNode>> look, ClientException lost) {
    try {
      return look.get();
    } catch (ClientException e) {
      e.addSuppressed(lost);
      throw new EffectUnknown(e);
    }
  }

  Optional<JsonNode> get(ResourceType type, String id) {
    return scim.get(type, id, meter);
  }

  JsonNode replace(ResourceType type, String id, ObjectNode body) {
    return scim.replace(type, id, body, waits, meter);
  }

  JsonNode patch(ResourceType type, String id, Patch patch, Effect effect) {
    return scim.patch(type, id, patch, effect, waits, meter);
  }

  void delete(ResourceType type, String id) {
    scim.delete(type, id, waits, meter);
  }

  /** The one resource of this value, if the service finds one. */
  Optional<JsonNode> find(ResourceType type, String attribute, String value) {
    return scim.find(type, attribute, value, meter).stream().findFirst();
  }
}
