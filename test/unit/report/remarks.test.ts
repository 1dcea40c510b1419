import assert from 'node:assert/strict';
import { reportDocument } from '../../../src/report/markdown.js';
import { toJson } from '../../../src/report/json.js';
import { formatRemarks } from '../../../src/report/text.js';
import { sampleReport } from '../../support/sample-report.js';
import { noSecrets, safeText } from '../../../src/transport/safe-text.js';

describe('the remarks of a report', () => {
  const ok = { ...sampleReport({ protocol: 'smtp' }), outcome: 'ok' as const };
  const views = (result: Parameters<typeof toJson>[0]) => [
    formatRemarks(result).join('\n'),
    reportDocument(result, []),
    toJson(result).remarks.join('\n'),
  ];

  it('list slow phases with their duration', () => {
    const result = {
      ...ok,
      phases: [
        { name: 'connect', ms: 4999, status: 'ok' },
        { name: 'authenticate', ms: 12_345, status: 'ok' },
      ],
    } as const;
    for (const view of views(result)) {
      assert.match(view, /“authenticate” was slow: it took 12\.3 s/);
      assert.doesNotMatch(view, /“connect” was slow/);
    }
  });

  it('do not repeat a timeout', () => {
    const result = {
      ...sampleReport({ failure: 'timeout', failedPhase: 'greeting' }),
      phases: [{ name: 'greeting', ms: 20_000, status: 'failed' }],
    } as const;
    assert.deepEqual(formatRemarks(result), []);
  });

  it('name the accepted form of the credential if the other was rejected', () => {
    const line = safeText('504 5.7.4 Unrecognized', noSecrets);
    const inline = {
      ...ok,
      acceptedForm: 'continuation',
      rejectedForms: [{ form: 'inline', line, sent: true }],
    } as const;
    for (const view of views(inline)) {
      assert.match(view, /504 5\.7\.4 Unrecognized”\)\. It accepts it on a separate line/);
    }
    const separate = {
      ...inline,
      acceptedForm: 'inline',
      rejectedForms: [{ form: 'continuation', line, sent: false }],
    } as const;
    for (const view of views(separate)) assert.match(view, /It accepts it on the line of the command/);
    const neither = { ...ok, outcome: 'refused', rejectedForms: inline.rejectedForms } as const;
    assert.deepEqual(formatRemarks(neither), []);
  });
});
