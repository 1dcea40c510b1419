/** Goes through the sandbox's pages as a browser does, without one. */
export class SandboxBrowser {
  readonly #cookies = new Map<string, string>();

  /** @returns the last response, and the redirect that leaves the sandbox if there is one */
  async follow(url: string, form?: Record<string, string>): Promise<{ readonly html: string; readonly left?: URL }> {
    const { origin } = new URL(url);
    let response = await this.#request(url, origin, form);
    for (let hops = 0; hops < 20; hops++) {
      const location = response.headers.get('location');
      if (location === null) return { html: await response.text() };
      const next = new URL(location, origin);
      if (next.origin !== origin) return { html: '', left: next };
      response = await this.#request(next.href, origin);
    }
    throw new Error('the pages do not end');
  }

  /** Signs in as an account and allows or denies access. @returns the redirect */
  async signIn(url: string, user: string, consent: 'allow' | 'deny' = 'allow'): Promise<URL> {
    const { origin } = new URL(url);
    const login = await this.follow(url);
    const action = (html: string, word: string) =>
      new URL(new RegExp(`action="([^"]*/${word})"`).exec(html)?.[1] ?? '', origin).href;
    const asked = await this.follow(action(login.html, 'login'), { login: user });
    const { left, html } = await this.follow(action(asked.html, consent), {});
    if (left === undefined) throw new Error(`the sign-in does not come back: ${html}`);
    return left;
  }

  async #request(url: string, origin: string, form?: Record<string, string>): Promise<Response> {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: {
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form === undefined ? {} : { origin }),
      },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }
}
