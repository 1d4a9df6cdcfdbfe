package dev.rollcall.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** A page of Markdown, by what tests look for in it. */
record Page(Path file, Node document) {

  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .build();

  /**
   * A block of code.
   *
   * @param where file and line, for people
   * @param words its language and what follows it
   */
  record Block(String where, List<String> words, String text) {

    String language() {
      return words.isEmpty() ? "" : words.get(0);
    }

    boolean is(String... first) {
      return words.size() >= first.length && words.subList(0, first.length).equals(List.of(first));
    }
  }

  /** A table: its rows, the heading's first, each a list of cells as plain text. */
  record Table(String where, List<List<String>> rows) {

    List<String> header() {
      return rows.get(0);
    }

    List<List<String>> body() {
      return rows.subList(1, rows.size());
    }
  }

  static Page read(Path file) {
    try {
      return new Page(file, PARSER.parse(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For people: the file below the project. */
  String name() {
    return Guide.PROJECT.relativize(file).toString();
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    visit(
        FencedCodeBlock.class,
        block -> {
          String info = block.getInfo() == null ? "" : block.getInfo().strip();
          blocks.add(
              new Block(
                  where(block),
                  info.isEmpty() ? List.of() : List.of(info.split("\\s+")),
                  block.getLiteral()));
        });
    return blocks;
  }

  List<String> headings() {
    List<String> headings = new ArrayList<>();
    visit(Heading.class, heading -> headings.add(text(heading)));
    return headings;
  }

  /** What links may name after '#': headings in small letters, with '-' for spaces. */
  Set<String> anchors() {
    Set<String> anchors = new TreeSet<>();
    for (String heading : headings()) {
      anchors.add(
          heading
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
              .replaceAll("\\s", "-"));
    }
    return anchors;
  }

  List<String> links() {
    List<String> links = new ArrayList<>();
    visit(Link.class, link -> links.add(link.getDestination()));
    return links;
  }

  /** Everything between backticks in the text. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    visit(Code.class, code -> names.add(code.getLiteral()));
    return names;
  }

  List<String> htmlBlocks() {
    List<String> blocks = new ArrayList<>();
    visit(HtmlBlock.class, block -> blocks.add(block.getLiteral()));
    return blocks;
  }

  List<Table> tables() {
    List<Table> tables = new ArrayList<>();
    visit(
        TableBlock.class,
        table -> {
          List<List<String>> rows = new ArrayList<>();
          new Visit<>(
                  TableRow.class,
                  row -> {
                    List<String> cells = new ArrayList<>();
                    new Visit<>(TableCell.class, cell -> cells.add(text(cell))).in(row);
                    rows.add(cells);
                  })
              .in(table);
          tables.add(new Table(where(table), rows));
        });
    return tables;
  }

  /** Text and code below a node, without marks. */
  private static String text(Node node) {
    StringBuilder text = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text plain) {
            text.append(plain.getLiteral());
          }

          @Override
          public void visit(Code code) {
            text.append(code.getLiteral());
          }

          @Override
          public void visit(SoftLineBreak line) {
            text.append(' ');
          }
        });
    return text.toString();
  }

  private String where(Node node) {
    return name()
        + (node.getSourceSpans().isEmpty()
            ? ""
            : ":" + (node.getSourceSpans().get(0).getLineIndex() + 1));
  }

  private <N extends Node> void visit(Class<N> type, Consumer<N> found) {
    new Visit<>(type, found).in(document);
  }

  /** Everything of one type, in the order of the text. */
  private record Visit<N extends Node>(Class<N> type, Consumer<N> found) {

    void in(Node node) {
      for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
        if (type.isInstance(child)) {
          found.accept(type.cast(child));
        }
        in(child);
      }
    }
  }
}
