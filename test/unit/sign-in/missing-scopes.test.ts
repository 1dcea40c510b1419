import assert from 'node:assert/strict';
import { missingScopes } from '../../../src/sign-in/missing-scopes.js';

describe('scopes that were not granted', () => {
  it('are access scopes only, with any prefix of the server', () => {
    const requested = [
      'https://outlook.office.com/IMAP.AccessAsUser.All',
      'https://outlook.office.com/SMTP.Send',
      'offline_access',
      'email',
    ];
    assert.deepEqual(missingScopes(requested, ['IMAP.AccessAsUser.All']), ['https://outlook.office.com/SMTP.Send']);
    assert.deepEqual(
      missingScopes(requested, ['https://outlook.office365.com/imap.accessasuser.all', 'SMTP.Send']),
      [],
    );
  });

  it('are compared without the trailing slash', () => {
    assert.deepEqual(missingScopes(['https://mail.google.com/'], ['https://mail.google.com']), []);
    assert.deepEqual(missingScopes(['https://mail.google.com/'], ['openid']), ['https://mail.google.com/']);
  });
});
