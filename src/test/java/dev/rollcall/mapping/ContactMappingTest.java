package dev.rollcall.mapping;

import static dev.rollcall.mapping.Records.e164;
import static dev.rollcall.mapping.Records.named;
import static dev.rollcall.mapping.Records.plain;
import static dev.rollcall.mapping.Records.record;
import static dev.rollcall.mapping.Records.ruled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.Mapping;
import dev.rollcall.policy.Mapping.ValueRule.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P14")
class ContactMappingTest {

  private static final String ASTRONAUT = "👩🏽‍🚀";

  /** Where each field comes from by default, a value, another value, and what they become. */
  static Set<RecordField> ofContacts() {
    return RecordField.OF_CONTACTS;
  }

  static Stream<Arguments> fields() {
    return Stream.of(
        text(RecordField.GIVEN_NAME, Attribute.GIVEN_NAME, "Ada", "Adina"),
        text(RecordField.MIDDLE_NAME, Attribute.MIDDLE_NAME, "M.", "Mia"),
        text(RecordField.SURNAME, Attribute.SURNAME, "Popa", "Ionescu"),
        text(RecordField.INITIALS, Attribute.INITIALS, "AP", "AI"),
        text(RecordField.TITLE, Attribute.HONORIFIC, "Dr.", "Prof."),
        text(RecordField.GENERATION, Attribute.GENERATION, "Jr.", "III"),
        text(RecordField.NICK_NAME, Attribute.NICK_NAME, "Addie", "Ads"),
        text(RecordField.YOMI_GIVEN_NAME, Attribute.YOMI_GIVEN_NAME, "アダ", "アディナ"),
        text(RecordField.YOMI_SURNAME, Attribute.YOMI_SURNAME, "ポパ", "イオネスク"),
        text(RecordField.YOMI_COMPANY_NAME, Attribute.YOMI_COMPANY_NAME, "コントソ", "ファブ"),
        text(RecordField.COMPANY_NAME, Attribute.COMPANY_NAME, "Contoso", "Fabrikam"),
        text(RecordField.DEPARTMENT, Attribute.DEPARTMENT, "Sales", "Research"),
        text(RecordField.JOB_TITLE, Attribute.JOB_TITLE, "Engineer", "Lead"),
        text(RecordField.OFFICE_LOCATION, Attribute.OFFICE_LOCATION, "2.14", "3.01"),
        text(RecordField.MANAGER, Attribute.MANAGER, "Grace Hopper", "Alan Turing"),
        text(RecordField.ASSISTANT_NAME, Attribute.ASSISTANT_NAME, "Tim", "Tom"),
        text(RecordField.PROFESSION, Attribute.PROFESSION, "Chemist", "Pilot"),
        text(RecordField.BUSINESS_HOME_PAGE, Attribute.WEB_PAGE, "https://a.example", "b"),
        text(RecordField.MOBILE_PHONE, Attribute.MOBILE_PHONE, "+49 171 1", "+49 171 2"),
        text(RecordField.BIRTHDAY, Attribute.BIRTHDAY, "1990-05-17", "1990-05-18"),
        text(RecordField.SPOUSE_NAME, Attribute.SPOUSE_NAME, "Ion", "Jon"),
        text(RecordField.PERSONAL_NOTES, Attribute.NOTES, "one\ntwo", "one"),
        list(RecordField.BUSINESS_PHONES, Attribute.BUSINESS_PHONES, "+1 425 1", "+1 425 2"),
        list(RecordField.HOME_PHONES, Attribute.HOME_PHONES, "030 1", "030 2"),
        list(RecordField.IM_ADDRESSES, Attribute.IM_ADDRESSES, "ada@im.example", "a@im.example"),
        list(RecordField.CHILDREN, Attribute.CHILDREN, "Ina", "Ana"),
        Arguments.of(
            RecordField.EMAIL_ADDRESSES,
            Attribute.MAIL,
            "ada@contoso.example",
            mail("Somebody", "ada@contoso.example"),
            "Ada@contoso.example",
            mail("Somebody", "Ada@contoso.example")),
        address(RecordField.BUSINESS_ADDRESS, Attribute.CITY),
        address(RecordField.HOME_ADDRESS, Attribute.HOME_CITY),
        address(RecordField.OTHER_ADDRESS, Attribute.OTHER_CITY),
        Arguments.of(
            RecordField.DISPLAY_NAME,
            Attribute.DISPLAY_NAME,
            "Ada Popa",
            new FieldValue.Text("Ada Popa"),
            "Ada Ionescu",
            new FieldValue.Text("Ada Ionescu")));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aFieldIsCreatedChangedAndCleared(
      RecordField field,
      Attribute attribute,
      String first,
      FieldValue firstValue,
      String second,
      FieldValue secondValue) {
    Content created = contact(plain(), somebodyWith(attribute, first));
    Content changed = contact(plain(), somebodyWith(attribute, second));
    Content cleared = contact(plain(), somebodyWith(attribute, " "));

    assertEquals(Optional.of(firstValue), created.get(field));
    assertEquals(Optional.of(secondValue), changed.get(field));
    if (field == RecordField.DISPLAY_NAME) {
      assertNotEquals("Ada Popa", cleared.text(field));
    } else {
      assertEquals(Optional.empty(), cleared.get(field));
    }
    assertNotEquals(created.prints(), changed.prints());
    assertNotEquals(created.prints(), cleared.prints());
  }

  @Test
  void everyFieldHasItsGoldenTest() {
    Set<RecordField> untested = EnumSet.copyOf(RecordField.OF_CONTACTS);
    fields().forEach(arguments -> untested.remove((RecordField) arguments.get()[0]));

    assertEquals(
        Set.of(RecordField.FILE_AS, RecordField.CATEGORIES), untested, "tested on their own");
  }

  @ParameterizedTest
  @MethodSource("ofContacts")
  void aPolicyCanSetEveryFieldByTemplateAndByConstant(RecordField field) {
    String text = field.kind() == RecordField.Kind.DATE ? "1990-05-17" : "x";
    SourceRecord record = somebodyWith(Attribute.EXTENSION_ATTRIBUTE_1, text);

    Content templated = contact(ruled(field, Kind.TEMPLATE, "{extensionAttribute1}"), record);
    Content constant = contact(ruled(field, Kind.CONSTANT, text), record);

    assertEquals(text, templated.get(field).map(FieldValue::shown).orElse(""));
    assertEquals(text, constant.get(field).map(FieldValue::shown).orElse(""));
  }

  @ParameterizedTest
  @MethodSource("ofContacts")
  void aPolicyCanDropEveryField(RecordField field) {
    SourceRecord full = full();
    Mapping mapping = ruled(field, Kind.DROP, "");

    assertTrue(contact(withCategories(plain()), full).get(field).isPresent(), "the record has it");
    assertEquals(Optional.empty(), contact(withCategories(mapping), full).get(field));
  }

  @Test
  void anAddressCarriesAllItsParts() {
    Content contact =
        contact(
            plain(),
            record(
                Attribute.DISPLAY_NAME, "Ada",
                Attribute.STREET_ADDRESS, "Main St 1,\r\n  2nd floor \r\n",
                Attribute.CITY, "Berlin",
                Attribute.STATE, "BE",
                Attribute.POSTAL_CODE, "10115",
                Attribute.COUNTRY, "Germany"));

    assertEquals(
        Optional.of(
            new FieldValue.Address("Main St 1, 2nd floor", "Berlin", "BE", "10115", "Germany")),
        contact.get(RecordField.BUSINESS_ADDRESS));
  }

  @Test
  void aPolicySetsListsAndAddressesWithSemicolons() {
    SourceRecord record =
        record(
            Attribute.DISPLAY_NAME, "Ada",
            Attribute.MAIL, "ada@contoso.example",
            Attribute.PROXY_ADDRESSES, "SMTP:Ada@contoso.example",
            Attribute.PROXY_ADDRESSES, "smtp:a.popa@contoso.example",
            Attribute.PROXY_ADDRESSES, "X500:/o=Contoso/cn=ada",
            Attribute.CITY, "Berlin");

    Content mails =
        contact(
            ruled(RecordField.EMAIL_ADDRESSES, Kind.TEMPLATE, "{mail}; {proxyAddresses}"), record);
    Content office =
        contact(
            ruled(RecordField.BUSINESS_ADDRESS, Kind.TEMPLATE, "1 Way; {city};; 1; DE"), record);

    assertEquals(
        Optional.of(
            new FieldValue.Emails(
                List.of(
                    new FieldValue.Email("Ada", "ada@contoso.example"),
                    new FieldValue.Email("Ada", "a.popa@contoso.example")))),
        mails.get(RecordField.EMAIL_ADDRESSES));
    assertEquals(
        Optional.of(new FieldValue.Address("1 Way", "Berlin", "", "1", "DE")),
        office.get(RecordField.BUSINESS_ADDRESS));
  }

  @Test
  void withoutMailThePrimaryProxyAddressIsTaken() {
    Content contact =
        contact(
            plain(),
            record(
                Attribute.PROXY_ADDRESSES, "smtp:alias@contoso.example",
                Attribute.PROXY_ADDRESSES, "SMTP:ada@contoso.example"));

    assertEquals(
        Optional.of(mail("ada@contoso.example", "ada@contoso.example")),
        contact.get(RecordField.EMAIL_ADDRESSES));
  }

  @Test
  void imAddressesComeFromProxyAddressesWhereThereAreNoOthers() {
    Content contact =
        contact(
            plain(),
            record(Attribute.DISPLAY_NAME, "Ada", Attribute.PROXY_ADDRESSES, "SIP:ada@im"));

    assertEquals(
        Optional.of(new FieldValue.Texts(List.of("ada@im"))),
        contact.get(RecordField.IM_ADDRESSES));
  }

  @Test
  void displayNameFallsBackStepByStep() {
    Mapping lastFirst = named("{surname}, {givenName}");

    assertEquals(
        "Popa, Ada", shown(lastFirst, Attribute.SURNAME, "Popa", Attribute.GIVEN_NAME, "Ada"));
    assertEquals("Popa", shown(lastFirst, Attribute.SURNAME, "Popa"));
    assertEquals("Ada", shown(lastFirst, Attribute.GIVEN_NAME, "Ada"));
    assertEquals(
        "Front desk",
        shown(lastFirst, Attribute.DISPLAY_NAME, "Front desk", Attribute.MAIL, "f@x"));
    assertEquals("f@x", shown(lastFirst, Attribute.MAIL, "f@x"));
    assertEquals(
        "Ada Popa", shown(plain(), Attribute.SURNAME, "Popa", Attribute.GIVEN_NAME, "Ada"));
    assertEquals("+1", shown(plain(), Attribute.MOBILE_PHONE, "+1"));
  }

  @Test
  void fileAsFollowsTheStyleOfTheDisplayName() {
    Object[] ada = {
      Attribute.DISPLAY_NAME, "Ada Popa", Attribute.SURNAME, "Popa", Attribute.GIVEN_NAME, "Ada"
    };

    assertEquals("Popa, Ada", contact(plain(), record(ada)).text(RecordField.FILE_AS));
    assertEquals(
        "Ada Popa (CTO)",
        contact(named("{givenName} {surname} (CTO)"), record(ada)).text(RecordField.FILE_AS));
    assertEquals(
        "Front desk",
        contact(plain(), record(Attribute.DISPLAY_NAME, "Front desk")).text(RecordField.FILE_AS));
    assertEquals(
        "A",
        contact(ruled(RecordField.FILE_AS, Kind.TEMPLATE, "A"), record(ada))
            .text(RecordField.FILE_AS));
  }

  @Test
  void everyContactGetsThePolicysCategories() {
    Content contact = contact(withCategories(plain()), record(Attribute.DISPLAY_NAME, "Ada"));

    assertEquals(
        Optional.of(new FieldValue.Texts(List.of("Company", "Staff"))),
        contact.get(RecordField.CATEGORIES));
  }

  @Test
  void aGroupNamesItsMembersInTheNotesWhereAsked() {
    SourceRecord group =
        record(
            Attribute.DISPLAY_NAME, "Sales",
            Attribute.MEMBERS, "Zoe",
            Attribute.MEMBERS, "Ada",
            Attribute.NOTES, "Everybody who sells");

    assertEquals(
        "Everybody who sells\n\nMembers:\nAda\nZoe",
        contact(plain(), group).text(RecordField.PERSONAL_NOTES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Zoë Müller-Lüdenscheidt",
        "Seán O'Brien",
        "Владимир Набоков",
        "山田 太郎",
        "山田　太郎",
        "김철수",
        "محمد بن سلمان",
        "יעל כהן",
        "สมชาย ใจดี",
        "नरेन्द्र मोदी",
        "Nguyễn Văn Hiếu",
        "Þóra Jónsdóttir",
        "İbrahim Işık",
        "Ada " + ASTRONAUT,
        "می‌خواهم",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿 England desk"
      })
  void namesOfEveryScriptStayAsTheyAre(String name) {
    assertEquals(name, shown(plain(), Attribute.DISPLAY_NAME, name));
  }

  @Test
  void whatLooksTheSameIsTheSame() {
    String composed = "Zoë  Müller\u200B";
    String decomposed = " Zoe\u0308\u00A0Mu\u0308ller\r\n\u200E";

    assertEquals(
        contact(plain(), record(Attribute.DISPLAY_NAME, composed)),
        contact(plain(), record(Attribute.DISPLAY_NAME, decomposed)));
    assertEquals("Zoë Müller", shown(plain(), Attribute.DISPLAY_NAME, decomposed));
  }

  @Test
  void aLongTitleIsCutAndSaid() {
    RecordMapping.Mapped mapped = map(plain(), somebodyWith(Attribute.JOB_TITLE, "x".repeat(300)));

    assertEquals(255, mapped.content().orElseThrow().text(RecordField.JOB_TITLE).length());
    assertEquals(
        List.of(
            new Dropped(
                "user:1",
                "/source/select/0",
                SkipReason.VALUE_SPILLED,
                "jobTitle: cut to 255 characters")),
        mapped.warnings());
  }

  @Test
  void aCutNeverLeavesHalfACharacter() {
    String title = "x".repeat(250) + ASTRONAUT + "tail";

    assertEquals(
        "x".repeat(250),
        contact(plain(), somebodyWith(Attribute.JOB_TITLE, title)).text(RecordField.JOB_TITLE));
  }

  @Test
  void ofFivePhoneNumbersTwoAreKeptAndTheRestIsSaid() {
    RecordMapping.Mapped mapped =
        map(
            plain(),
            record(
                Attribute.DISPLAY_NAME, "Ada",
                Attribute.BUSINESS_PHONES, "+49 30 1",
                Attribute.BUSINESS_PHONES, "+49 30 2",
                Attribute.BUSINESS_PHONES, "+49 30 3",
                Attribute.BUSINESS_PHONES, "+49 30 4",
                Attribute.BUSINESS_PHONES, "+49 30 5",
                Attribute.MOBILE_PHONE, "+49 171 1"));

    assertEquals(
        Optional.of(new FieldValue.Texts(List.of("+49 30 1", "+49 30 2"))),
        mapped.content().orElseThrow().get(RecordField.BUSINESS_PHONES));
    assertEquals("+49 171 1", mapped.content().orElseThrow().text(RecordField.MOBILE_PHONE));
    assertEquals(
        List.of(SkipReason.VALUE_SPILLED),
        mapped.warnings().stream().map(Dropped::reason).toList());
    assertTrue(mapped.warnings().get(0).detail().startsWith("businessPhones: 3 "));
  }

  @Test
  void aNumberSpelledTwiceIsKeptOnce() {
    SourceRecord record =
        record(
            Attribute.DISPLAY_NAME, "Ada",
            Attribute.COUNTRY, "Germany",
            Attribute.BUSINESS_PHONES, "+49 (30) 901820",
            Attribute.BUSINESS_PHONES, "+4930901820",
            Attribute.BUSINESS_PHONES, "030 90 18 21");

    assertEquals(
        Optional.of(new FieldValue.Texts(List.of("+49 (30) 901820", "030 90 18 21"))),
        contact(plain(), record).get(RecordField.BUSINESS_PHONES));
    assertEquals(
        Optional.of(new FieldValue.Texts(List.of("+4930901820", "+4930901821"))),
        contact(e164(""), record).get(RecordField.BUSINESS_PHONES));
  }

  @Test
  void theRegionOfNumbersIsThePolicysElseTheRecords() {
    SourceRecord berlin =
        record(
            Attribute.DISPLAY_NAME, "Ada",
            Attribute.COUNTRY, "Deutschland",
            Attribute.MOBILE_PHONE, "0171 2345678");
    SourceRecord nowhere =
        record(
            Attribute.DISPLAY_NAME, "Ada",
            Attribute.USAGE_LOCATION, "DE",
            Attribute.MOBILE_PHONE, "0171 2345678");

    assertEquals("+491712345678", contact(e164(""), berlin).text(RecordField.MOBILE_PHONE));
    assertEquals("+491712345678", contact(e164(""), nowhere).text(RecordField.MOBILE_PHONE));
    assertEquals("+431712345678", contact(e164("AT"), berlin).text(RecordField.MOBILE_PHONE));
  }

  @Test
  void aNumberThatIsNoneStaysAsItIsAndIsSaid() {
    RecordMapping.Mapped mapped =
        map(
            e164("DE"),
            record(Attribute.DISPLAY_NAME, "Ada", Attribute.MOBILE_PHONE, "ask at the desk"));

    assertEquals("ask at the desk", mapped.content().orElseThrow().text(RecordField.MOBILE_PHONE));
    assertEquals(
        List.of(SkipReason.VALUE_NOT_NORMALISED),
        mapped.warnings().stream().map(Dropped::reason).toList());
    assertTrue(mapped.warnings().get(0).detail().startsWith("mobilePhone: "));
  }

  @Test
  void warningsNeverCarryValues() {
    List<Dropped> warnings = new ArrayList<>();
    String secret = "Zquxxyz";
    for (Attribute attribute : Attribute.values()) {
      String value = secret + "7".repeat(40_000);
      warnings.addAll(map(e164("DE"), record(attribute, value, attribute, value + "8")).warnings());
    }

    assertTrue(warnings.size() > 30, "many things go wrong here");
    warnings.forEach(warning -> assertFalse(warning.toString().contains(secret), warning.detail()));
  }

  @Test
  void aDayThatIsNoneIsLeftOut() {
    RecordMapping.Mapped mapped = map(plain(), somebodyWith(Attribute.BIRTHDAY, "17 May"));
    RecordMapping.Mapped unset =
        map(plain(), somebodyWith(Attribute.BIRTHDAY, "0001-01-01T00:00:00Z"));

    assertEquals(Optional.empty(), mapped.content().orElseThrow().get(RecordField.BIRTHDAY));
    assertEquals(
        List.of(SkipReason.VALUE_NOT_NORMALISED),
        mapped.warnings().stream().map(Dropped::reason).toList());
    assertEquals(Optional.empty(), unset.content().orElseThrow().get(RecordField.BIRTHDAY));
    assertEquals(List.of(), unset.warnings());
    assertEquals(
        "1990-05-17",
        contact(plain(), somebodyWith(Attribute.BIRTHDAY, "1990-05-17T00:00:00Z"))
            .text(RecordField.BIRTHDAY));
  }

  @Test
  void aRecordWithNeitherNameNorAddressNorNumberIsNoContact() {
    RecordMapping.Mapped mapped =
        map(
            plain(),
            record(Attribute.DEPARTMENT, "Sales", Attribute.DISPLAY_NAME, "\u200B \u200E"));

    assertEquals(Optional.empty(), mapped.content());
    assertEquals(
        List.of(SkipReason.NOTHING_TO_SHOW),
        mapped.warnings().stream().map(Dropped::reason).toList());
  }

  @Test
  void writeRulesBecomeMasks() {
    Mapping mapping =
        ruled(
            Map.of(
                RecordField.CATEGORIES,
                new Mapping.FieldRule(Optional.empty(), Mapping.Write.LEAVE),
                RecordField.PERSONAL_NOTES,
                new Mapping.FieldRule(Optional.empty(), Mapping.Write.FILL_IF_EMPTY),
                RecordField.JOB_TITLE,
                new Mapping.FieldRule(Optional.empty(), Mapping.Write.OVERWRITE)));

    assertEquals(
        new WriteMasks(
            1L << RecordField.CATEGORIES.code(), 1L << RecordField.PERSONAL_NOTES.code()),
        WriteMasks.of(mapping));
    assertEquals(new WriteMasks(0, 0), WriteMasks.of(plain()));
  }

  private static Arguments text(RecordField field, Attribute from, String one, String other) {
    return Arguments.of(
        field, from, one, new FieldValue.Text(one), other, new FieldValue.Text(other));
  }

  private static Arguments list(RecordField field, Attribute from, String one, String other) {
    return Arguments.of(
        field,
        from,
        one,
        new FieldValue.Texts(List.of(one)),
        other,
        new FieldValue.Texts(List.of(other)));
  }

  private static Arguments address(RecordField field, Attribute city) {
    return Arguments.of(
        field,
        city,
        "Berlin",
        new FieldValue.Address("", "Berlin", "", "", ""),
        "Bonn",
        new FieldValue.Address("", "Bonn", "", "", ""));
  }

  private static FieldValue mail(String name, String address) {
    return new FieldValue.Emails(List.of(new FieldValue.Email(name, address)));
  }

  private static SourceRecord somebodyWith(Attribute attribute, String value) {
    return attribute == Attribute.DISPLAY_NAME
        ? record(attribute, value, Attribute.MAIL, "fallback@x.example")
        : record(Attribute.DISPLAY_NAME, "Somebody", attribute, value);
  }

  private static SourceRecord full() {
    Map<Attribute, List<String>> all = new EnumMap<>(Attribute.class);
    for (Attribute attribute : Attribute.values()) {
      all.put(attribute, List.of(attribute == Attribute.BIRTHDAY ? "1990-05-17" : "v"));
    }
    return Records.record("user:1", all);
  }

  private static Mapping withCategories(Mapping mapping) {
    return new Mapping(
        mapping.displayName(),
        mapping.phones(),
        mapping.defaultRegion(),
        List.of("Company", " Staff ", "company"),
        mapping.photo(),
        mapping.fields());
  }

  private static String shown(Mapping mapping, Object... attributesAndValues) {
    return contact(mapping, record(attributesAndValues)).text(RecordField.DISPLAY_NAME);
  }

  private static Content contact(Mapping mapping, SourceRecord record) {
    return map(mapping, record).content().orElseThrow();
  }

  private static RecordMapping.Mapped map(Mapping mapping, SourceRecord record) {
    return new ContactMapping(mapping).map(record);
  }
}
