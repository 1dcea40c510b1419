import assert from 'node:assert/strict';
import { ScenarioError } from '../../../src/sandbox/scenario.js';
import { parseScenarios } from '../../../src/sandbox/scenario-file.js';
import { builtInScenarios } from '../../../src/sandbox/scenarios.js';

describe('parseScenarios', () => {
  const scenario = { name: 'mine', title: 'My own', lesson: 'How mine answers.' };

  it('reads a list of scenarios', () => {
    const full = {
      ...scenario,
      accessTokenLife: 60,
      refreshToken: 'none',
      invalidTokens: 'first',
      owner: 'other@sandbox.test',
      consent: 'denied',
      delayMs: 10,
      disconnectAt: 'mailbox',
      login: { imap: { challenge: '{}', reply: 'NO no', closes: true } },
      mailbox: { pop3: { reply: '-ERR no' } },
    };
    assert.deepEqual(parseScenarios(JSON.stringify([full])), [full]);
    assert.deepEqual(parseScenarios(`\ufeff${JSON.stringify([full])}`), [full]);
  });

  it('accepts the built-in scenarios', () => {
    assert.deepEqual(parseScenarios(JSON.stringify(builtInScenarios())), builtInScenarios());
  });

  for (const [old, current, value] of [
    ['teaches', 'lesson', 'How mine answers.'],
    ['deadTokens', 'invalidTokens', 'all'],
    ['drops', 'disconnectAt', 'login'],
  ] as const) {
    it(`suggests the new name of ${old}`, () => {
      const text = JSON.stringify([scenario, { ...scenario, name: 'second', [old]: value }]);
      assert.throws(() => parseScenarios(text), {
        name: 'ScenarioError',
        message: `Invalid scenarios at “1.${old}”: the field is now called “${current}”.`,
      });
    });
  }

  it('rejects what is not a list of scenarios', () => {
    for (const text of ['', '{}', '[1]', '[null]', '[{}]', JSON.stringify([{ ...scenario, other: 1 }])]) {
      assert.throws(() => parseScenarios(text), ScenarioError, text);
    }
  });
});
