import fc from 'fast-check';

const visible = (excluded: string) =>
  fc
    .integer({ min: 0x21, max: 0x7e })
    .map((code) => String.fromCharCode(code))
    .filter((character) => !excluded.includes(character));

/** Addresses with every visible ASCII character in the local part, `=` and `,` among them. */
export const emailAddress = fc
  .array(visible('@'), { minLength: 1, maxLength: 40 })
  .map((local) => `${local.join('')}@example.com`);

/** Tokens of RFC 6750 §2.1. */
export const bearerToken = fc
  .tuple(fc.stringMatching(/^[A-Za-z0-9\-._~+/]{1,200}$/), fc.constantFrom('', '=', '=='))
  .map(([body, padding]) => body + padding);
