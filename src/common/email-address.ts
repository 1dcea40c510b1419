/** Whether two addresses name the same mailbox as far as mail providers care: letter case does not count. */
export function isSameAddress(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
