import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { diagnosisRules } from '../../src/diagnosis/diagnosis.js';
import { samplesOf } from '../../src/diagnosis/rule.js';
import {
  examplesOfDeclarations,
  examplesOfMarkdown,
  functionsAndClasses,
  unexportedNames,
  type CodeExample,
} from '../support/code-examples.js';
import { ConsumerProject, packLibrary } from '../support/packed-library.js';
import { SandboxBrowser } from '../support/sandbox-pages.js';

/** An ES module that signs in, checks logins, refreshes and revokes, all in the sandbox. */
const esModule = `
import {
  checkLogin, compareMechanisms, diagnose, discover, encodeXoauth2, OAuthError, profileForHost, refreshTokens,
  revokeTokens, signIn, startSandbox, type CheckResult, type LoginCheckResult, type Scenario, type ServerProfile,
  type ServerReply, type TlsInfo, type TokenInfo, type TokenSet,
} from 'xoauth2';

const quiet: Scenario = { name: 'quiet', title: 'Quiet', lesson: 'Nothing.', disconnectAt: 'login' };
const sandbox = await startSandbox({ scenarios: [quiet] });
const client = { clientId: sandbox.clientId };
const server = await discover(sandbox.issuer);
let tokens: TokenSet = await signIn({
  server, client, scopes: ['openid', 'email', 'offline_access', sandbox.scope],
  parameters: { prompt: 'consent' }, openBrowser: (url) => console.log('open ' + url),
});
const user: string = tokens.identity ?? '';
const before = tokens.accessToken;
tokens = await refreshTokens({ server, client, tokens });
console.log(user, encodeXoauth2({ user, accessToken: before }) !== encodeXoauth2({ user, accessToken: tokens.accessToken }));

const check = (protocol: 'imap' | 'smtp', more: { user: string; accessToken: string }): Promise<LoginCheckResult> =>
  checkLogin({
    protocol, server: { host: 'localhost', port: sandbox.ports[\`\${protocol}s\`], security: 'tls' }, mechanism: 'best',
    ca: sandbox.ca, ...more,
  });
const result = await check('imap', { user, accessToken: tokens.accessToken });
const checks: readonly CheckResult[] = result.checks;
const tls: TlsInfo | undefined = result.tls;
const token: TokenInfo = result.token;
console.log(result.outcome, checks.map(({ status }) => status).join(), tls?.protocol, token.characters > 0);
const refused = await check('smtp', await sandbox.account('smtp-disabled'));
const reply: ServerReply | undefined = refused.reply;
console.log(refused.outcome, reply?.code, diagnose(refused)[0].code);
console.log((await check('imap', await sandbox.account('quiet'))).failure?.code);
const rows = await compareMechanisms({
  protocol: 'imap', server: { host: 'localhost', port: sandbox.ports.imaps, security: 'tls' }, user,
  accessToken: tokens.accessToken, ca: sandbox.ca,
});
console.log(rows.map(({ mechanism, form }) => mechanism + ' ' + form).join());

await revokeTokens(server, client, tokens);
const error: unknown = await refreshTokens({ server, client, tokens }).catch((reason: unknown) => reason);
console.log(error instanceof OAuthError && error.serverError);
const unknown: unknown = await sandbox.account('nobody').catch((reason: unknown) => reason);
console.log(unknown instanceof Error && unknown.message);
const renamed = { ...quiet, drops: 'login' };
const invalid: unknown = await startSandbox({ scenarios: [renamed] }).catch((reason: unknown) => reason);
console.log(invalid instanceof Error && invalid.message);
await sandbox.stop();

// Microsoft offers no OAUTHBEARER: with the profile of the host no connection is made.
const microsoft = {
  protocol: 'imap', server: { host: 'outlook.office365.com', port: 993, security: 'tls' }, mechanism: 'OAUTHBEARER',
  user: 'alice@example.com', accessToken: 'token', signal: AbortSignal.timeout(5_000),
} as const;
const known = await checkLogin(microsoft);
console.log(known.provider, known.failure?.code, known.phases.length);
const [row] = await compareMechanisms({ ...microsoft, token: { scopes: ['wrong'] } });
console.log(row?.result.failure?.code);
const nothing: ServerProfile = { provider: 'Example' };
const other = await checkLogin({ ...microsoft, serverProfile: nothing, signal: AbortSignal.abort() });
console.log(other.provider, other.outcome, profileForHost('localhost'));
`;

const esModuleOutput = [
  'alice@sandbox.test true',
  'ok ok,ok,ok,ok TLSv1.3 true',
  'refused 535 smtp-auth-disabled',
  'connection-lost',
  'XOAUTH2 inline,XOAUTH2 continuation,OAUTHBEARER inline,OAUTHBEARER continuation',
  'invalid_grant',
  'There is no scenario “nobody”.',
  'Invalid scenarios at “0.drops”: the field is now called “disconnectAt”.',
  'Microsoft mechanism-not-offered 0',
  'scope-missing',
  'Example cancelled undefined',
];

/** A CommonJS module; the sandbox is loaded from there, too. */
const commonJs = `
import xoauth2 = require('xoauth2');
import { SaslError, type Sandbox } from 'xoauth2';

async function main(): Promise<void> {
  const sandbox: Sandbox = await xoauth2.startSandbox();
  const { outcome } = await xoauth2.checkLogin({
    protocol: 'pop3', server: { host: 'localhost', port: sandbox.ports.pop3s, security: 'tls' }, mechanism: 'XOAUTH2',
    ca: sandbox.ca, ...(await sandbox.account('alice')),
  });
  await sandbox.stop();
  const imported = await import('xoauth2');
  console.log(outcome, imported.SaslError === xoauth2.SaslError);
  try {
    xoauth2.encodeXoauth2({ user: 'alice@example.com', accessToken: '' });
  } catch (error) {
    console.log(error instanceof SaslError && error.code);
  }
}
void main();
`;

describe('the library', function () {
  this.timeout(120_000);
  let directory: string;
  let tarball: string;
  let project: ConsumerProject;
  let installation: { readonly added: number; readonly changed: number };
  let declarations: string;
  let examples: readonly CodeExample[];
  const packed = (name: string) => path.join(project.directory, 'node_modules', 'xoauth2', name);

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-library-'));
    tarball = await packLibrary(directory);
    ({ project, installation } = await ConsumerProject.create(path.join(directory, 'consumer'), tarball));
    declarations = await readFile(packed('dist/index.d.ts'), 'utf8');
    examples = [
      ...examplesOfDeclarations(declarations),
      ...examplesOfMarkdown('library', await readFile('docs/library.md', 'utf8')),
    ];
  });

  after(() => rm(directory, { recursive: true, force: true }));

  it('is one package of less than 550 KB, and leaves the repository’s manifest as it was', async () => {
    assert.deepEqual({ ...installation, changed: 0 }, { ...installation, added: 1, changed: 0 });
    assert.ok((await stat(tarball)).size < 550_000, `${(await stat(tarball)).size} bytes`);
    assert.equal(
      await readFile(path.join(directory, 'repository', 'package.json'), 'utf8'),
      await readFile('package.json', 'utf8'),
    );
  });

  it('holds none of the samples that the rules are tested with', async () => {
    const names = await readdir(packed('dist'));
    const bundles = names.filter((name) => name.endsWith('.js') && name !== 'sandbox.js');
    const code = (await Promise.all(bundles.map((name) => readFile(packed(path.join('dist', name)), 'utf8')))).join('');
    const samples = diagnosisRules.flatMap(samplesOf).map(({ line }) => line);
    assert.ok(samples.length > 300);
    assert.deepEqual(
      samples.filter((line = '') => line.length > 40 && code.includes(line)),
      [],
    );
  });

  it('passes publint and “Are the types wrong?”', async () => {
    const { messages } = await publint({ pkgDir: packed('.'), pack: false, strict: true });
    assert.deepEqual(messages, []);
    const analysis = await checkPackage(createPackageFromTarballData(await readFile(tarball)));
    assert.ok(analysis.types !== false, 'no types');
    assert.deepEqual(analysis.problems, []);
  });

  it('has declarations that import nothing, and compile without the types of Node.js', async () => {
    assert.doesNotMatch(declarations, /^import |<reference|\bimport\(/m);
    await project.write('bundled.ts', "export * from 'xoauth2';\n");
    const options = ['--noEmit', '--module', 'ESNext', '--moduleResolution', 'Bundler', '--lib', 'ES2023,DOM'];
    await project.compile(['bundled.ts'], options);
  });

  it('exports every type that its declarations use, with an example for each function and class', () => {
    assert.deepEqual(unexportedNames(declarations), []);
    const documented = examples.map(({ name }) => name);
    assert.deepEqual(
      functionsAndClasses(declarations).filter((name) => !documented.includes(`${name}-0`)),
      [],
    );
  });

  it('compiles with ES modules, CommonJS modules and all examples', async () => {
    await project.write('program.mts', esModule);
    await project.write('program.cts', commonJs);
    for (const { name, code } of examples) await project.write(`examples/${name}.mts`, code);
    const names = ['program.mts', 'program.cts', ...examples.map(({ name }) => `examples/${name}.mts`)];
    await project.compile(names, ['--module', 'NodeNext', '--types', 'node']);
  });

  it('signs in, checks logins, refreshes and revokes in an ES module', async () => {
    assert.deepEqual(await runWithBrowser(path.join(project.directory, 'program.mjs')), esModuleOutput);
  });

  it('can be required by a CommonJS module', async () => {
    assert.deepEqual(await project.run('program.cjs'), ['ok true', 'empty-token']);
  });

  it('has examples that print the documented output', async () => {
    const printing = examples.filter(({ prints }) => prints.length > 0);
    assert.ok(printing.length > 0);
    for (const { name, prints } of printing) {
      assert.deepEqual(await project.run(`examples/${name}.mjs`), prints, name);
    }
  });
});

/** Runs a program, and signs in as alice at the URL that it asks to open. @returns the other lines that it prints */
async function runWithBrowser(file: string): Promise<string[]> {
  const child = spawn(process.execPath, ['--no-warnings', file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('open ')) await signInAsAlice(line.slice('open '.length));
    else lines.push(line);
  }
  return lines;
}

async function signInAsAlice(url: string): Promise<void> {
  const start = await fetch(url, { redirect: 'manual' });
  const redirect = await new SandboxBrowser().signIn(start.headers.get('location') ?? '', 'alice@sandbox.test');
  const page = await fetch(redirect);
  assert.match(await page.text(), /Signed in/);
}
