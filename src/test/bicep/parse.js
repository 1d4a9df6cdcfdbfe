// Prints the syntax trees of the Bicep files named on the command line, as one JSON array. Of a
// node: its type, line, text if nothing is below it or it is a string, and what is below it.
const fs = require("fs");
const Parser = require("tree-sitter");
const parser = new Parser();
parser.setLanguage(require("tree-sitter-bicep"));

function tree(node) {
  const below = node.children.filter((child) => child.isNamed || child.isMissing || child.type === "ERROR");
  const text = below.length === 0 || node.type === "string" || node.type === "ERROR" ? node.text : "";
  const type = node.isMissing ? "MISSING" : node.type;
  return { type, line: node.startPosition.row + 1, text, below: below.map(tree) };
}

const files = process.argv.slice(2).map((path) => {
  let source = fs.readFileSync(path, "utf8");
  if (path.endsWith(".bicepparam")) {
    // The grammar knows no assignments to parameters; they are written like variables.
    source = source.replace(/^param /gm, "var ").replace(/^using /gm, "var using = ");
  }
  // A source of more than 32 KB is taken in pieces only.
  const parsed = parser.parse((index) => source.slice(index, index + 8192));
  return { path, tree: tree(parsed.rootNode) };
});
process.stdout.write(JSON.stringify(files));
