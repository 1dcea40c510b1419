import type { Account } from '../../accounts/account.js';
import type { WizardUi } from '../ui/wizard.js';

/** What is done to an account as it is when the change is stored. */
export type Change = (account: Account) => Account;

/** Asks for one thing of an account. */
export type Field = (ui: WizardUi, account: Account) => Promise<Change>;
