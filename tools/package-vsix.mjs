// Packages the VSIX so that the same commit gives the same bytes: vsce takes the times and the order of the files
// from SOURCE_DATE_EPOCH where it is set.
//   node tools/package-vsix.mjs [FILE]
import { execFileSync, spawnSync } from 'node:child_process';

/** The earliest time that a ZIP file can have. */
const epoch = '315532800';

const file = process.argv[2] ?? 'dist/xoauth2.vsix';
const { status } = spawnSync(
  process.execPath,
  ['node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--out', file],
  { stdio: 'inherit', env: { SOURCE_DATE_EPOCH: commitTime(), ...process.env } },
);
process.exitCode = status ?? 1;

/** When the last commit was made, in seconds since 1970. */
function commitTime() {
  try {
    return execFileSync('git', ['log', '-1', '--format=%ct'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return epoch;
  }
}
