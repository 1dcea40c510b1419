import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';

const limit = 160;
const literal = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|\/(?:[^/\\\n]|\\.)+\/[dgimsuvy]*/g;

describe('source lines', () => {
  it(`are at most ${limit} characters long, not counting literals`, () => {
    const files = execFileSync('git', ['ls-files', '*.ts', '*.js', '*.mjs'], { encoding: 'utf8' }).trim().split('\n');
    const long = files.flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, index) => (line.replace(literal, "''").length > limit ? [`${file}:${index + 1}`] : [])),
    );
    assert.deepEqual(long, []);
  });
});
