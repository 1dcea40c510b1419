/** Whether two addresses name the same mailbox, as mail providers compare them: case-insensitively. */
export function isSameAddress(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/**
 * How two addresses are related: they differ in letter case; in a tag after `+`; in Gmail's dots or its second domain;
 * one is the guest form of the other in Microsoft Entra (`alice_example.com#EXT#@…`); one is the user name alone; or
 * they differ in the domain only, as a sign-in name and an alias may.
 */
export type AddressLikeness = 'equal' | 'letter-case' | 'tag' | 'gmail' | 'guest' | 'name' | 'domain' | 'different';

/** Compares two addresses by their form alone. */
export function addressLikeness(one: string, other: string): AddressLikeness {
  if (one.trim() === other.trim()) return 'equal';
  const [a, b] = [split(one), split(other)];
  const sameDomain = a.domain === b.domain;
  if (a.name === b.name && sameDomain) return 'letter-case';
  if (homeOfGuest(a) === address(b) || homeOfGuest(b) === address(a)) return 'guest';
  if (sameDomain && withoutTag(a.name) === withoutTag(b.name)) return 'tag';
  if (isGmail(a) && isGmail(b) && withoutDots(a.name) === withoutDots(b.name)) return 'gmail';
  if (a.name !== b.name) return 'different';
  return a.domain === '' || b.domain === '' ? 'name' : 'domain';
}

interface SplitAddress {
  readonly name: string;
  /** Empty if there is none. */
  readonly domain: string;
}

function split(text: string): SplitAddress {
  const lower = text.trim().toLowerCase();
  const at = lower.lastIndexOf('@');
  return at === -1 ? { name: lower, domain: '' } : { name: lower.slice(0, at), domain: lower.slice(at + 1) };
}

const address = ({ name, domain }: SplitAddress): string => `${name}@${domain}`;
const withoutTag = (name: string): string => name.split('+')[0] ?? '';
const withoutDots = (name: string): string => withoutTag(name).replaceAll('.', '');
const isGmail = ({ domain }: SplitAddress): boolean => domain === 'gmail.com' || domain === 'googlemail.com';

/**
 * The home address of `alice_outlook.com#ext#@contoso.onmicrosoft.com` is alice@outlook.com; the name may contain
 * underscores.
 */
function homeOfGuest({ name }: SplitAddress): string | undefined {
  const guest = /^(.+)_([^_]+)#ext#$/.exec(name);
  return guest?.[1] === undefined || guest[2] === undefined ? undefined : `${guest[1]}@${guest[2]}`;
}
