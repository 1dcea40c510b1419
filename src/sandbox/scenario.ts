import type { Protocol } from '../mail/wire/server.js';
import { MailOAuthError } from '../common/errors.js';

/** A refusal by a mail server. */
export interface ScenarioReply {
  /** The error challenge before the reply, if any: JSON, before base64. */
  readonly challenge?: string;
  /** The final reply without a tag. Lines are separated by `\n`; in IMAP the last one gets the tag. */
  readonly reply: string;
  /** Whether the connection is closed after it. */
  readonly closes?: boolean;
}

/** Refusals by protocol. */
export type ScenarioReplies = Readonly<Partial<Record<Protocol, ScenarioReply>>>;

/** The behavior of the sandbox for one account, whose address is `NAME@sandbox.test`. */
export interface Scenario {
  /** Lower-case letters, digits and hyphens, at most 41. */
  readonly name: string;
  /** At most 80 characters. */
  readonly title: string;
  /** What happens and how a client should handle it, in one or two sentences. At most 500 characters. */
  readonly lesson: string;
  /** Whether the user denies consent. */
  readonly consent?: 'denied';
  /** The lifetime of an access token, in s. */
  readonly accessTokenLife?: number;
  /** `none`: no refresh token is issued; `refused`: it is rejected when used. */
  readonly refreshToken?: 'none' | 'refused';
  /** Which access tokens are invalid despite their `expires_in`: the first one of a sign-in, or all. */
  readonly invalidTokens?: 'first' | 'all';
  /** Whether the first sign-in does not grant the mail scope, as if the user had unchecked it. */
  readonly mailScope?: 'withheld-once';
  /** The address of the token's user, if it differs from the account's. */
  readonly owner?: string;
  /** How the mail servers refuse a valid token. */
  readonly login?: ScenarioReplies;
  /** How they refuse the first command after the login. */
  readonly mailbox?: ScenarioReplies;
  /** How the SMTP server refuses a message after DATA. */
  readonly message?: Pick<ScenarioReply, 'reply'>;
  /** The delay of the login, in ms. */
  readonly delayMs?: number;
  /** Where the servers close the connection instead of replying. */
  readonly disconnectAt?: 'login' | 'mailbox';
}

/** A scenario is invalid or does not exist. */
export class ScenarioError extends MailOAuthError<'invalid-scenario'> {
  override readonly name = 'ScenarioError';

  constructor(message: string) {
    super('invalid-scenario', message);
  }
}

/** The address of a scenario's account. */
export function addressOf({ name: local }: Scenario): string {
  return `${local}@sandbox.test`;
}

/** The scenario of an account. @param address in lower case */
export function findScenario(scenarios: readonly Scenario[], address: string | undefined): Scenario | undefined {
  return scenarios.find((scenario) => addressOf(scenario) === address);
}

/** Whether a scenario deviates from the default behavior. */
export function hasBehavior(scenario: Scenario): boolean {
  return Object.keys(scenario).some((key) => !['name', 'title', 'lesson'].includes(key));
}
