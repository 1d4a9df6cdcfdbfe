package dev.rollcall.client.exchange;

import dev.rollcall.client.http.ClientException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The removal of one mail contact, which is looked at before: exactly one object has to be found,
 * with this id, and it has to be the one meant.
 *
 * @param id the contact
 * @param meant how to know it by what {@code Get-MailContact} says, such as by a mark on it
 */
public record ContactRemoval(ObjectId id, Predicate<ExchangeRow> meant) {

  /**
   * What became of one.
   *
   * @param spared whether it is there and not the one meant any more, so that it was left alone
   * @param failure why it is still there, or may be; empty if it is gone or spared
   */
  public record Result(boolean spared, Optional<ClientException> failure) {
    static final Result GONE = new Result(false, Optional.empty());
    static final Result SPARED = new Result(true, Optional.empty());

    static Result failed(ClientException why) {
      return new Result(false, Optional.of(why));
    }
  }
}
