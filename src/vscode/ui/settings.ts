import * as vscode from 'vscode';
import { mailPortNames, type SandboxPorts } from '../../sandbox/ports.js';
import type { MechanismChoice } from '../../sasl/mechanism.js';
import type { SignInWay } from '../../sign-in/sign-in-choice.js';
import { settings } from './ids.js';

const redirects: readonly string[] = ['direct', 'relay', 'loopback', 'paste', 'device'];

/** The user's settings as they are now. A value that is none of the allowed ones counts as the default. */
export function readSettings() {
  const section = vscode.workspace.getConfiguration(settings.section);
  const redirect = section.get<unknown>(settings.redirect);
  const relayUrl = section.get<unknown>(settings.relayUrl);
  const caFile = section.get<unknown>(settings.caFile);
  const proxy = section.get<unknown>(settings.proxy);
  const mechanism = section.get<unknown>(settings.mechanism);
  const initialResponse = section.get<unknown>(settings.initialResponse);
  const seconds = Number(section.get<unknown>(settings.timeout));
  return {
    /** Where the result of a test is shown. */
    showResult: section.get<unknown>(settings.showResult) === 'output' ? ('output' as const) : ('page' as const),
    /** The way to sign in that the user forces. */
    redirect: typeof redirect === 'string' && redirects.includes(redirect) ? (redirect as SignInWay) : undefined,
    relayUrl: text(relayUrl),
    mechanism: toMechanism(mechanism),
    /** The wire form that the user insists on. */
    initialResponse: toForm(initialResponse),
    /** The name for EHLO; whether it is one shows when it is used. */
    ehloName: text(section.get<unknown>(settings.ehloName)),
    /** A PEM file of authorities that every mail server and authorization server is trusted by. */
    caFile: text(caFile),
    /** A proxy's URL, or `none`. */
    proxy: text(proxy),
    /** Where the client metadata document is hosted, which is the client ID then. */
    clientMetadataUrl: text(section.get<unknown>(settings.clientMetadataUrl)),
    /** The DNS server of discovery. */
    dnsServer: text(section.get<unknown>(settings.dnsServer)),
    sandbox: {
      ports: toPorts(section.get<unknown>(settings.sandboxPorts)),
      scenarios: text(section.get<unknown>(settings.sandboxScenarios)),
    },
    /** The deadline of each step of a mail test, in ms. */
    timeoutMs: Number.isFinite(seconds) && seconds >= 1 ? Math.min(seconds, 600) * 1000 : 20_000,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function toMechanism(value: unknown): MechanismChoice {
  return value === 'OAUTHBEARER' || value === 'best' ? value : 'XOAUTH2';
}

function toForm(value: unknown): 'inline' | 'continuation' | undefined {
  return value === 'inline' || value === 'continuation' ? value : undefined;
}

function toPorts(value: unknown): Partial<SandboxPorts> {
  if (typeof value !== 'object' || value === null) return {};
  const names: readonly string[] = ['oauth', ...mailPortNames];
  const isPort = (port: unknown) => typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535;
  return Object.fromEntries(Object.entries(value).filter(([name, port]) => names.includes(name) && isPort(port)));
}
