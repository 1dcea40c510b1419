import type { Protocol } from '../mail/wire/server.js';
import { MailOAuthError } from '../common/errors.js';

/** How a mail server refuses. */
export interface ScenarioReply {
  /** The challenge before the reply, if one is sent: JSON, as it is before base64. */
  readonly challenge?: string;
  /** The final reply without a tag. Lines are separated by `\n`; in IMAP the last one gets the tag. */
  readonly reply: string;
  /** Whether the connection is closed after it. */
  readonly closes?: boolean;
}

/** A refusal for each protocol that has one. */
export type ScenarioReplies = Readonly<Partial<Record<Protocol, ScenarioReply>>>;

/** How the sandbox behaves towards one account; its address is `NAME@sandbox.test`. */
export interface Scenario {
  /** Lower-case letters, digits and hyphens, at most 41. */
  readonly name: string;
  /** At most 80 characters. */
  readonly title: string;
  /** What happens and what a good client does, in one or two sentences. At most 500 characters. */
  readonly lesson: string;
  /** Whether the user denies consent. */
  readonly consent?: 'denied';
  /** The lifetime of an access token, in s. */
  readonly accessTokenLife?: number;
  /** Whether no refresh token is issued, or it is refused when it is used. */
  readonly refreshToken?: 'none' | 'refused';
  /** Which access tokens are invalid in spite of their `expires_in`: the first of a sign-in, or all. */
  readonly invalidTokens?: 'first' | 'all';
  /** Whether the first sign-in does not grant the mail scope, as when the user unticks it. */
  readonly mailScope?: 'withheld-once';
  /** The address that the token belongs to, where it is not the account's. */
  readonly owner?: string;
  /** How the mail servers refuse a valid token. */
  readonly login?: ScenarioReplies;
  /** How they refuse the first command after the login. */
  readonly mailbox?: ScenarioReplies;
  /** How the SMTP server refuses a message when it has all of it. */
  readonly message?: Pick<ScenarioReply, 'reply'>;
  /** How long the login takes, in ms. */
  readonly delayMs?: number;
  /** Where the servers close the connection instead of replying. */
  readonly disconnectAt?: 'login' | 'mailbox';
}

/** Thrown for an invalid scenario, and for one that does not exist. */
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

/** Whether a scenario is anything but a good provider's answer to a good client. */
export function hasBehavior(scenario: Scenario): boolean {
  return Object.keys(scenario).some((key) => !['name', 'title', 'lesson'].includes(key));
}
