'use strict';
/*
 * node tools/run.cjs [SCRIPT [ARGUMENT …]] [-- SCRIPT [ARGUMENT …]] …
 *
 * Installs the dependencies where that is needed, then runs the scripts in turn with this Node.js. This file has to
 * parse in old versions too, so that they say which one is needed.
 */
const wanted = require('../package.json').engines.node.replace('>=', '');
const version = process.versions.node;

if (parseInt(version, 10) < parseInt(wanted, 10)) {
  console.error(
    'Node.js ' + wanted + ' or newer is needed, and this is ' + version + ': get it from https://nodejs.org/.',
  );
  process.exitCode = 1;
} else {
  import('./setup/run-scripts.mjs').then(({ runScripts }) =>
    runScripts(require('path').dirname(__dirname), split(process.argv.slice(2))),
  );
}

function split(args) {
  const end = args.indexOf('--');
  if (end >= 0) return [args.slice(0, end)].concat(split(args.slice(end + 1)));
  return args.length === 0 ? [] : [args];
}
