import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/vscode/ui/ids.js';
import { parseCallbackQuery } from '../../src/sign-in/callback-query.js';
import { accepts, freePorts } from '../support/processes.js';

const id = 'mail-oauth.xoauth2';

describe('the extension in its host', () => {
  const extension = () => {
    const found = vscode.extensions.getExtension(id);
    assert.ok(found, 'the extension is not there');
    return found;
  };

  it('is not activated until it is needed', () => {
    assert.equal(extension().isActive, false);
  });

  it('activates and registers all its commands', async () => {
    await extension().activate();
    const registered = await vscode.commands.getCommands(true);
    for (const command of Object.values(commands)) assert.ok(registered.includes(command), command);
  });

  it('loads most modules with the first command only', async () => {
    const loaded = () => Object.keys(require.cache).some((file) => /[\\/]extension-parts-\w+\.js$/.test(file));
    assert.equal(loaded(), false);
    await vscode.commands.executeCommand(commands.stopSandbox);
    assert.equal(loaded(), true);
  });

  it('registers the commands of the manifest and no others', async () => {
    const registered = (await vscode.commands.getCommands(true)).filter((command) =>
      /^mailOAuth\.(?!(?:accounts|sandbox)\.)/.test(command),
    );
    assert.deepEqual(registered.sort(), Object.values(commands).sort());
  });

  it('keeps + and = in the code of a redirect that the editor passes decoded', () => {
    const uri = vscode.Uri.parse(
      'vscode://mail-oauth.xoauth2/callback?code=4%2F0A%2Bb%3D&state=s_-1&error_description=not+today',
    );
    const parameters = parseCallbackQuery(uri.query, true);
    assert.deepEqual(Object.fromEntries(parameters), {
      code: '4/0A+b=',
      state: 's_-1',
      error_description: 'not today',
    });
  });

  it('decodes a redirect that the editor in a browser passes encoded', () => {
    const parameters = parseCallbackQuery('code=4%2F0A%2Bb%3D&iss=https%3A%2F%2Flogin.example.com', false);
    assert.deepEqual(Object.fromEntries(parameters), { code: '4/0A+b=', iss: 'https://login.example.com' });
  });

  it('uses a relay’s nonce instead of the state', () => {
    const state = encodeURIComponent('vscode://mail-oauth.xoauth2/callback?windowId=1&nonce=n');
    const uri = vscode.Uri.parse(`vscode://mail-oauth.xoauth2/callback?code=c&state=${state}&nonce=n`);
    const parameters = parseCallbackQuery(uri.query, true);
    assert.equal(parameters.get('nonce'), 'n');
    assert.equal(parameters.has('state'), false);
  });

  it('opens no editor and writes no setting during activation', () => {
    assert.equal(vscode.window.visibleTextEditors.length, 0);
    const inspected = vscode.workspace.getConfiguration('mailOAuth').inspect('redirect');
    assert.equal(inspected?.globalValue, undefined);
    assert.equal(inspected?.workspaceValue, undefined);
  });

  it('starts the sandbox on the configured ports, and closes them when it stops', async () => {
    const ports = await freePorts(2);
    const [oauth = 0, imaps = 0] = ports;
    const settings = vscode.workspace.getConfiguration('mailOAuth');
    await settings.update('sandbox.ports', { oauth, imaps }, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand(commands.startSandbox);
    const metadata = (await (await fetch(`http://127.0.0.1:${oauth}/.well-known/openid-configuration`)).json()) as {
      issuer: string;
    };
    assert.equal(metadata.issuer, `http://127.0.0.1:${oauth}`);
    assert.equal(await accepts(imaps), true);
    await vscode.commands.executeCommand(commands.stopSandbox);
    for (const port of ports) assert.equal(await accepts(port), false);
    await settings.update('sandbox.ports', undefined, vscode.ConfigurationTarget.Global);
  });
});
