package dev.rollcall.source.spreadsheet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.source.SourceReading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The largest tables, in memory that is counted. */
@Tag("P17")
@Tag("E5")
class LargeTableTest {

  private static final int ROWS = Spreadsheet.MAX_ROWS;

  @Test
  void aHundredThousandRowsOfAWorkbookAreReadInBoundedMemory() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (org.dhatim.fastexcel.Workbook workbook =
        new org.dhatim.fastexcel.Workbook(out, "test", null)) {
      Worksheet sheet = workbook.newWorksheet("People");
      sheet.value(0, 0, "mail");
      sheet.value(0, 1, "displayName");
      sheet.value(0, 2, "department");
      sheet.value(0, 3, "mobilePhone");
      for (int row = 1; row <= ROWS; row++) {
        sheet.value(row, 0, "person" + row + "@contoso.example");
        sheet.value(row, 1, "Person " + row);
        sheet.value(row, 2, "Department " + row % 50);
        sheet.value(row, 3, "+49 170 " + row);
      }
    }

    read(() -> Spreadsheet.read("people.xlsx", out.toByteArray(), Tables.ACCOUNTS));
  }

  @Test
  void aHundredThousandRowsOfTextAreReadInBoundedMemory() {
    StringBuilder text = new StringBuilder("mail;displayName;department;mobilePhone\n");
    for (int row = 1; row <= ROWS; row++) {
      text.append("person").append(row).append("@contoso.example;\"Person ").append(row);
      text.append("\";Department ").append(row % 50).append(";+49 170 ").append(row).append('\n');
    }
    byte[] bytes = text.toString().getBytes(UTF_8);

    read(() -> Spreadsheet.read("people.csv", bytes, Tables.ACCOUNTS));
  }

  /** What is kept: about a kilobyte for each record. */
  private static void read(Supplier<SourceReading> reading) {
    long before = used();
    SourceReading read = reading.get();
    long kept = used() - before;

    assertEquals(ROWS, read.records().size());
    assertTrue(read.completeness().isComplete());
    assertTrue(kept < 200L << 20, "kept " + (kept >> 20) + " MiB");
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
