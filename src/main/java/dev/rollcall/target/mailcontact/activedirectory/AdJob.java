package dev.rollcall.target.mailcontact.activedirectory;

import dev.rollcall.model.Content;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.Change;

/**
 * One contact on its way to what it shall be.
 *
 * @param change the change that it is for
 * @param wanted what it shall hold
 * @param id its objectGUID
 * @param fields bits by field code: what is written
 */
record AdJob(Change change, Content wanted, String id, long fields) {

  RecordKey key() {
    return change.key();
  }

  AdJob without(long bits) {
    return new AdJob(change, wanted, id, fields & ~bits);
  }
}
