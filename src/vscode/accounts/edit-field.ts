import type { Account } from '../../accounts/account.js';
import type { WizardUi } from '../ui/wizard.js';

/** A change, applied to the current account when it is stored. */
export type Change = (account: Account) => Account;

/** Asks for the new value of a field. */
export type Field = (ui: WizardUi, account: Account) => Promise<Change>;
