import { readFileSync, writeFileSync } from 'node:fs';
import { layerTable } from '../tools/layers.mjs';
import { diagnosesDocument } from './support/diagnoses-document.js';
import { moveDocument } from './support/move-document.js';
import { withSignInTables } from './support/sign-in-table.js';

/*
 * `npm run docs`: writes what is made from the code into the documents.
 */

writeFileSync('docs/diagnoses.md', diagnosesDocument());
writeFileSync('docs/move-an-app.md', moveDocument());
const contributing = readFileSync('CONTRIBUTING.md', 'utf8');
const table = `<!-- prettier-ignore-start -->\n${layerTable()}\n<!-- prettier-ignore-end -->`;
writeFileSync(
  'CONTRIBUTING.md',
  contributing.replace(/<!-- prettier-ignore-start -->[^]*<!-- prettier-ignore-end -->/, () => table),
);

const signIn = readFileSync('docs/sign-in.md', 'utf8');
writeFileSync('docs/sign-in.md', withSignInTables(signIn));
