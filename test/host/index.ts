import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/** What the extension host calls: runs the tests beside this file and reports to out/reports/host.json. */
export async function run(): Promise<void> {
  const root = path.resolve(__dirname, '../../..');
  const mocha = new Mocha({
    timeout: 60_000,
    reporter: path.join(root, 'out/test/support/reporter.js'),
    reporterOptions: { output: path.join(root, 'out/reports/host.json') },
  });
  for (const file of readdirSync(__dirname).filter((name) => name.endsWith('.test.js'))) {
    mocha.addFile(path.join(__dirname, file));
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}
