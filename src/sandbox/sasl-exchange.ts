import * as l10n from '@vscode/l10n';
import { describeFinding } from '../common/sasl-words.js';
import type { Protocol } from '../mail/wire/server.js';
import { lintSaslString } from '../sasl/lint.js';
import type { Mechanism } from '../sasl/mechanism.js';
import { checkCredential } from './credential-check.js';
import type { LineConnection } from './line-connection.js';
import type { MailSession } from './mail-protocol.js';
import { decodeResponse, findMechanism, redactedAnswer, redactedResponse } from './sasl-response.js';

/** The framing of the SASL exchange in a protocol. */
export interface SaslFraming {
  readonly protocol: Protocol;
  /** Requests the initial response if it was not sent with the command. */
  readonly continuation: string;
  /** The prefix of a challenge. */
  readonly challengePrefix: string;
  readonly tlsRequired: string;
  readonly unknownMechanism: string;
  readonly canceled: string;
  readonly malformed: string;
  /** Sends the negative reply. */
  readonly sendRefusal: (reply: string) => void;
}

/**
 * The server side of AUTHENTICATE or AUTH (RFC 4422 §3) for all protocols. The caller sends the positive reply.
 *
 * @param args the mechanism, and the initial response if the client sent one
 * @returns whether the client is logged in; otherwise it was refused, or the connection is closed
 */
export async function authenticate(
  session: MailSession,
  framing: SaslFraming,
  [name = '', initial]: readonly string[],
): Promise<boolean> {
  const { connection } = session;
  const refuse = (reply: string) => {
    framing.sendRefusal(reply);
    return false;
  };
  const mechanism = findMechanism(name);
  if (!connection.secure) return refuse(framing.tlsRequired);
  if (mechanism === undefined) return refuse(framing.unknownMechanism);
  const response = initial ?? (await requestResponse(connection, framing, mechanism));
  if (response === '*') return refuse(framing.canceled);
  const credential = decodeResponse(mechanism, response);
  if (credential === undefined) {
    explainMalformed(connection, response);
    return refuse(framing.malformed);
  }
  const outcome = await checkCredential(session, framing.protocol, credential);
  switch (outcome.kind) {
    case 'accepted':
      session.scenario = outcome.scenario;
      return true;
    case 'disconnected':
      connection.note(l10n.t('The scenario closes the connection.'));
      connection.close();
      return false;
    case 'refused':
      if (outcome.challenge !== undefined) await challenge(connection, framing, mechanism, outcome.challenge);
      framing.sendRefusal(outcome.reply);
      if (outcome.closes) connection.end();
      return false;
  }
}

function requestResponse(
  connection: LineConnection,
  { continuation }: SaslFraming,
  mechanism: Mechanism,
): Promise<string> {
  connection.send(continuation);
  return connection.readLine((line) => redactedResponse(mechanism, line));
}

/** Sends the error challenge and waits for the client's response (RFC 7628 §3.2.3). */
async function challenge(
  connection: LineConnection,
  { challengePrefix }: SaslFraming,
  mechanism: Mechanism,
  json: string,
): Promise<void> {
  connection.send(`${challengePrefix}${Buffer.from(json).toString('base64')}`);
  await connection.readLine((line) => redactedAnswer(mechanism, line));
}

function explainMalformed(connection: LineConnection, response: string): void {
  for (const finding of lintSaslString(response).findings) {
    connection.note(l10n.t('Invalid string: {0}', describeFinding(finding)));
  }
}
