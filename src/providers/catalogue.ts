import { aol } from './aol.js';
import { comcast } from './comcast.js';
import { fastmail } from './fastmail.js';
import { gmx } from './gmx.js';
import { google } from './google.js';
import { icloud } from './icloud.js';
import { mailRu } from './mail-ru.js';
import { mailboxOrg } from './mailbox-org.js';
import { microsoft } from './microsoft.js';
import { microsoftClouds } from './microsoft-clouds.js';
import { other } from './other.js';
import type { Provider, ProviderProfile } from './provider-profile.js';
import type { ServerProfile } from './server-profile.js';
import { selfHostedServers } from './self-hosted.js';
import { thundermail } from './thundermail.js';
import { tOnline } from './t-online.js';
import { yahoo } from './yahoo.js';
import { yandex } from './yandex.js';
import { zoho } from './zoho.js';
import { zohoRegions } from './zoho-regions.js';

/** Everything known about providers, one file each. */
export const profiles: readonly ProviderProfile[] = [
  google,
  microsoft,
  ...microsoftClouds,
  fastmail,
  yahoo,
  aol,
  yandex,
  mailRu,
  zoho,
  ...zohoRegions,
  comcast,
  thundermail,
  ...selfHostedServers,
  icloud,
  gmx,
  tOnline,
  mailboxOrg,
];

const [first, second, ...rest] = profiles.map(({ signIn }) => signIn).filter((signIn) => signIn !== undefined);

/** The providers that can be selected by name, in display order: `other` is near the top. */
export const providers: readonly Provider[] = [first, second, other, ...rest].filter((signIn) => signIn !== undefined);

/** The provider with this ID; `other` for an unknown ID, which a later version may have stored. */
export function providerById(id: string): Provider {
  return providers.find((provider) => provider.id === id) ?? other;
}

/**
 * The profile of the mail server with this host name; `undefined` if it is unknown.
 *
 * @example
 * ```ts
 * import { profileForHost } from 'xoauth2';
 *
 * console.log(profileForHost('outlook.office365.com')?.mechanisms); // prints: [ 'XOAUTH2' ]
 * ```
 */
export function profileForHost(host: string): ServerProfile | undefined {
  for (const { name, servers, passwordOnly } of profiles) {
    const group = servers.find(({ hosts }) => hosts.test(host));
    if (group === undefined || passwordOnly !== undefined) continue;
    const { hosts: _, ...requirements } = group;
    return { provider: name, ...requirements };
  }
  return undefined;
}

/** Whether an address is in a provider's own domain, so that no organization manages the mailbox. */
export function isConsumerAddress(address: string): boolean {
  const domain = address.split('@').at(-1) ?? '';
  return profiles.some(({ domains }) => domains?.test(domain) === true);
}

/** The provider with this name. @param among the known ones by default */
export function profileByName(name: string, among = profiles): ProviderProfile | undefined {
  return among.find((profile) => profile.name === name);
}

/** The provider of addresses in this domain. @param among the known ones by default */
export function profileForDomain(domain: string, among = profiles): ProviderProfile | undefined {
  return among.find(({ domains }) => domains?.test(domain) === true);
}

/** The provider of this MX host. @param among the known ones by default */
export function profileForMx(host: string, among = profiles): ProviderProfile | undefined {
  return among.find(({ mxHosts }) => mxHosts?.test(host) === true);
}

/** The provider of this mail server, if it is known to support no OAuth for third-party apps. */
export function passwordOnlyProvider(host: string): ProviderProfile | undefined {
  return profiles.find(
    ({ passwordOnly, servers }) => passwordOnly !== undefined && servers.some(({ hosts }) => hosts.test(host)),
  );
}
