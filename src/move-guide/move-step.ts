import type { AppCard, SignInKind } from './app-card.js';

/** The input of a guide. It contains no secret. */
export interface MoveGuideInput {
  readonly app: AppCard;
  readonly provider: 'microsoft' | 'google';
  readonly kind: SignInKind;
  /** The address of the mailbox. */
  readonly mailbox: string;
  /** The tenant's ID or domain; for Microsoft. */
  readonly tenant?: string;
  readonly clientId?: string;
  /** The object ID of the Enterprise application, not of the App registration; for `application` sign-ins. */
  readonly servicePrincipalObjectId?: string;
}

/** A step of the guide: what to do, and the commands for it. */
export interface MoveStep {
  readonly title: string;
  readonly text: string;
  readonly commands?: readonly string[];
}
