import * as vscode from 'vscode';
import { mailPortNames, type SandboxPorts } from '../../sandbox/ports.js';
import type { MechanismChoice } from '../../sasl/mechanism.js';
import type { SignInWay } from '../../sign-in/sign-in-choice.js';
import { settings } from './ids.js';

const redirects: readonly string[] = ['direct', 'relay', 'loopback', 'paste', 'device'];

/** The current settings. An invalid value counts as the default. */
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
    /** Where to show the result of a test. */
    showResult: section.get<unknown>(settings.showResult) === 'output' ? ('output' as const) : ('page' as const),
    /** The forced way to sign in. */
    redirect: typeof redirect === 'string' && redirects.includes(redirect) ? (redirect as SignInWay) : undefined,
    relayUrl: text(relayUrl),
    mechanism: toMechanism(mechanism),
    /** The forced form of the initial response. */
    initialResponse: toForm(initialResponse),
    /** The name for EHLO; it is validated when it is used. */
    ehloName: text(section.get<unknown>(settings.ehloName)),
    /** A PEM file with additional CA certificates for all mail servers and authorization servers. */
    caFile: text(caFile),
    /** A proxy's URL, or `none`. */
    proxy: text(proxy),
    /** The URL of the hosted client metadata document, which is used as the client ID. */
    clientMetadataUrl: text(section.get<unknown>(settings.clientMetadataUrl)),
    /** The DNS server for discovery. */
    dnsServer: text(section.get<unknown>(settings.dnsServer)),
    sandbox: {
      ports: toPorts(section.get<unknown>(settings.sandboxPorts)),
      scenarios: text(section.get<unknown>(settings.sandboxScenarios)),
    },
    /** The time limit of each phase of a test, in ms. */
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
