// An esbuild plugin that leaves the samples of the diagnoses out: the answers by which tests and documents show what a
// rule recognizes. Nothing that runs reads them.
const { readFile } = require('node:fs/promises');
const ts = require('typescript');

const rules = /[\\/]src[\\/](?:diagnosis|providers)[\\/].*\.ts$/;

/** `samples`, and beside what a phrase `says` its `line` and those of which that is true `also`. */
function isSample(property, siblings) {
  const name = property.name?.getText();
  return (
    name === 'samples' ||
    ((name === 'line' || name === 'also') && siblings.some((sibling) => sibling.name?.getText() === 'says'))
  );
}

/** The source without the samples, which are cut out, so that everything else stays as it is. */
function withoutSamples(file, text) {
  const cuts = [];
  const visit = (node) => {
    if (ts.isObjectLiteralExpression(node)) {
      for (const property of node.properties) {
        if (ts.isPropertyAssignment(property) && isSample(property, node.properties)) cuts.push(property);
        else visit(property);
      }
    } else ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return cuts.reduceRight((rest, cut) => {
    const comma = /^\s*,/.exec(rest.slice(cut.end))?.[0].length ?? 0;
    return rest.slice(0, cut.getStart()) + rest.slice(cut.end + comma);
  }, text);
}

module.exports = {
  name: 'without-samples',
  setup: (build) =>
    build.onLoad({ filter: rules }, async ({ path: file }) => ({
      contents: withoutSamples(file, await readFile(file, 'utf8')),
      loader: 'ts',
    })),
};
