import { comcast } from './comcast.js';
import { fastmail } from './fastmail.js';
import { gmx } from './gmx.js';
import { google } from './google.js';
import { icloud } from './icloud.js';
import { mailRu } from './mail-ru.js';
import { mailboxOrg } from './mailbox-org.js';
import { microsoft } from './microsoft.js';
import { other } from './other.js';
import type { Provider, ProviderProfile } from './provider-profile.js';
import type { ServerProfile } from './server-profile.js';
import { tOnline } from './t-online.js';
import { yahoo } from './yahoo.js';
import { yandex } from './yandex.js';
import { zoho } from './zoho.js';

/** Everything known about providers, one file each. */
export const profiles: readonly ProviderProfile[] = [
  google,
  microsoft,
  yahoo,
  yandex,
  fastmail,
  zoho,
  mailRu,
  comcast,
  icloud,
  gmx,
  tOnline,
  mailboxOrg,
];

/** The providers that an account can be added for by name, in the order in which they are offered. */
export const providers: readonly Provider[] = [
  ...profiles.map(({ signIn }) => signIn).filter((signIn) => signIn !== undefined),
  other,
];

/** The provider with this id; an unknown id, perhaps written by a later version, is `other`. */
export function providerById(id: string): Provider {
  return providers.find((provider) => provider.id === id) ?? other;
}

/**
 * What is known of the mail server with this name.
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

/** The provider of this mail server, if it is known to support no OAuth for third-party apps. */
export function passwordOnlyProvider(host: string): ProviderProfile | undefined {
  return profiles.find(
    ({ passwordOnly, servers }) => passwordOnly !== undefined && servers.some(({ hosts }) => hosts.test(host)),
  );
}
