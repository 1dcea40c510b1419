import * as v from 'valibot';
import { caseFields, readKinds } from './kind-files.js';

const words = v.record(v.string(), v.string());

const answer = v.strictObject({
  status: v.optional(v.number()),
  headers: v.optional(words),
  /** `tokens` are good ones. */
  json: v.optional(v.union([v.literal('tokens'), v.record(v.string(), v.unknown()), v.array(v.unknown())])),
  /** The document of RFC 8414, with these fields in place of the usual ones. */
  metadata: v.optional(v.record(v.string(), v.unknown())),
  body: v.optional(v.string()),
  bom: v.optional(v.boolean()),
  gzip: v.optional(v.boolean()),
  /** The claims of an ID token; `skewSeconds` sets its clock. */
  idToken: v.optional(v.record(v.string(), v.unknown())),
  /** Milliseconds. */
  delayMs: v.optional(v.number()),
});

export type Answer = v.InferOutput<typeof answer>;

/** What a browser, or the user at the prompt, does next. */
const step = v.union([
  v.picklist([
    'authorize',
    'callback',
    'callback-over-ipv6',
    'callback-twice',
    'post-form',
    'preconnect',
    'prefetch',
    'close-input',
  ]),
  v.strictObject({ paste: v.string() }),
  v.strictObject({ visit: v.string() }),
]);

export type Step = v.InferOutput<typeof step>;

const oauthCase = {
  ...caseFields,
  run: v.picklist(['sign-in', 'refresh', 'register', 'revoke', 'account', 'redirect', 'callback']),
  /** Of the command line; the endpoints of the case and a client ID by default. */
  args: v.optional(v.array(v.string())),
  /** What is judged by itself: a registered redirect URI, or the query that an editor hands over. */
  input: v.optional(v.string()),
  refreshToken: v.optional(v.string()),
  /** The server speaks TLS, with a certificate of an authority of its own. */
  https: v.optional(v.boolean()),
  authorize: v.optional(
    v.strictObject({
      answer: v.optional(words),
      raw: v.optional(v.string()),
      style: v.optional(v.picklist(['query', 'fragment', 'form'])),
    }),
  ),
  tokenPath: v.optional(v.string()),
  /** The first answer whose `when` fits the request is sent. */
  token: v.optional(
    v.array(
      v.strictObject({
        ...answer.entries,
        when: v.optional(
          v.strictObject({
            auth: v.optional(v.picklist(['basic', 'post', 'none'])),
            basicIs: v.optional(v.string()),
            count: v.optional(v.number()),
            body: v.optional(words),
          }),
        ),
      }),
    ),
  ),
  routes: v.optional(v.record(v.string(), v.union([answer, v.array(answer)]))),
  browser: v.optional(v.array(step)),
  exit: v.optional(v.number()),
  /** Whether the library says that only a sign-in helps. */
  requiresSignIn: v.optional(v.boolean()),
  /** Nothing ends the sign-in; it is canceled after the browser's steps. */
  waits: v.optional(v.boolean()),
  /** Of what is printed, the server's words included. */
  shows: v.optional(v.array(v.string())),
  pageMust: v.optional(v.array(v.string())),
  tokenRequests: v.optional(v.number()),
  redirectUri: v.optional(v.string()),
  lastToken: v.optional(words),
};

export const readOAuthKinds = () => readKinds('oauth', oauthCase);

export type OAuthCase = ReturnType<typeof readOAuthKinds>[number]['cases'][number];
