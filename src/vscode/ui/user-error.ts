/** Something that the user can fix stands in the way. `message` says what and how. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: 'no-server' | 'bad-ca-file' | 'no-relay' | 'bad-scenarios' | 'port-taken';

  constructor(code: UserError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
