import ts from "typescript";

const TAG = /\[([35]) MQTT-([^\]\s]*)\]/g;

/** The tags in a text, like "5 3.1.2-22": the version, then the number of the statement. @param {string} text */
export function tagsIn(text) {
  return [...text.matchAll(TAG)].map(([, version, id]) => `${version} ${id}`);
}

/**
 * The tags that stand in the names of a file's tests: in what `it`, `test` and `describe` are called, or in a table from
 * which they are. A comment or what a test does inside is no name.
 * @param {string} source @param {string} file its name, which says whether it has JSX
 */
export function tagsOfTests(source, file) {
  if (tagsIn(source).length === 0) return [];
  /** @type {string[]} */
  const tags = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      tags.push(...tagsIn(node.text));
    }
    if (ts.isCallExpression(node) && isTest(node.expression)) {
      visit(node.expression);
      if (node.arguments[0] !== undefined) visit(node.arguments[0]);
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest));
  return tags;
}

/** `it(…)`, `test.each(…)(…)` and the like, but no group of tests. @param {ts.Expression} callee @returns {boolean} */
function isTest(callee) {
  if (ts.isCallExpression(callee)) return isTest(callee.expression);
  if (ts.isPropertyAccessExpression(callee)) {
    return callee.name.text !== "describe" && isTest(callee.expression);
  }
  return ts.isIdentifier(callee) && (callee.text === "it" || callee.text === "test");
}
