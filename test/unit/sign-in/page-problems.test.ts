import assert from 'node:assert/strict';
import { ruleFor } from '../../../src/diagnosis/error-rules.js';
import { providerById } from '../../../src/providers/catalogue.js';
import { pageProblems } from '../../../src/sign-in/page-problems.js';

describe('an error that a sign-in page shows', () => {
  for (const id of ['google', 'microsoft', 'microsoft-china', 'other']) {
    it(`has its own explanation: ${id}`, () => {
      const explained = pageProblems(providerById(id)).map(({ answer, code }) => {
        const rule = ruleFor(answer);
        assert.ok(rule !== undefined && rule.name !== 'invalid-request', code);
        return rule.explain(answer);
      });
      assert.equal(new Set(explained).size, explained.length);
    });
  }
});
