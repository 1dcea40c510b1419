/** The names that package.json and the code share. A unit test compares them. */

export const commands = {
  addAccount: 'mailOAuth.addAccount',
  addApplicationAccount: 'mailOAuth.addApplicationAccount',
  importAccount: 'mailOAuth.importAccount',
  signIn: 'mailOAuth.signIn',
  finishSignIn: 'mailOAuth.finishSignIn',
  explainPage: 'mailOAuth.explainSignInPage',
  generateString: 'mailOAuth.generateXoauth2String',
  checkString: 'mailOAuth.checkSaslString',
  checkDomain: 'mailOAuth.checkDomain',
  copyString: 'mailOAuth.copyXoauth2String',
  copyAccessToken: 'mailOAuth.copyAccessToken',
  copyAs: 'mailOAuth.copyAs',
  copyValue: 'mailOAuth.copyValue',
  refresh: 'mailOAuth.refreshAccessToken',
  testAccount: 'mailOAuth.testAccount',
  testImap: 'mailOAuth.testImap',
  testSmtp: 'mailOAuth.testSmtp',
  testPop3: 'mailOAuth.testPop3',
  sendTestMessage: 'mailOAuth.sendTestMessage',
  testToken: 'mailOAuth.testToken',
  compareMechanisms: 'mailOAuth.compareMechanisms',
  saveReport: 'mailOAuth.saveReport',
  editAccount: 'mailOAuth.editAccount',
  duplicateAccount: 'mailOAuth.duplicateAccount',
  exportAccounts: 'mailOAuth.exportAccounts',
  revokeAccess: 'mailOAuth.revokeAccess',
  removeAccount: 'mailOAuth.removeAccount',
  copyRedirectUri: 'mailOAuth.copyRedirectUri',
  showResult: 'mailOAuth.showResult',
  showTranscript: 'mailOAuth.showTranscript',
  copyRegistrationUri: 'mailOAuth.copyRegistrationUri',
  moveApp: 'mailOAuth.moveApp',
  testAsApp: 'mailOAuth.testAsApp',
  showHandOver: 'mailOAuth.showHandOver',
  startSandbox: 'mailOAuth.startSandbox',
  stopSandbox: 'mailOAuth.stopSandbox',
  addSandboxAccount: 'mailOAuth.addSandboxAccount',
  copySandboxValue: 'mailOAuth.copySandboxValue',
  showSandboxOutput: 'mailOAuth.showSandboxOutput',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

export const views = { accounts: 'mailOAuth.accounts', sandbox: 'mailOAuth.sandbox' } as const;

export const contextKeys = {
  loaded: 'mailOAuth.loaded',
  hasAccounts: 'mailOAuth.hasAccounts',
  hasReports: 'mailOAuth.hasReports',
  sandboxRunning: 'mailOAuth.sandboxRunning',
  /** Any account, except those of the sandbox. */
  signedIn: 'mailOAuth.signedIn',
  /** Any account, including those of the sandbox. */
  anySignedIn: 'mailOAuth.anySignedIn',
  signingIn: 'mailOAuth.signingIn',
  generatedString: 'mailOAuth.generatedString',
  seenOk: 'mailOAuth.seenOk',
  seenRefusal: 'mailOAuth.seenRefusal',
} as const;

export const settings = {
  section: 'mailOAuth',
  redirect: 'redirect',
  relayUrl: 'relayUrl',
  mechanism: 'mechanism',
  initialResponse: 'initialResponse',
  ehloName: 'ehloName',
  caFile: 'tls.caFile',
  proxy: 'proxy',
  timeout: 'timeout',
  showResult: 'showResult',
  sandboxPorts: 'sandbox.ports',
  sandboxScenarios: 'sandbox.scenarios',
  providers: 'providers',
  clientMetadataUrl: 'clientMetadataUrl',
  dnsServer: 'dnsServer',
} as const;

/** The view type of result pages. */
export const resultPageType = 'mailOAuth.resultPage';

export const transcriptLanguage = 'mail-oauth-transcript';

export const callbackPath = '/callback';
export const signedInPath = '/signed-in';
