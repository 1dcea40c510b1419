import type { AppCard, AppSignIn } from '../../src/move-guide/app-card.js';
import { appCards } from '../../src/move-guide/app-cards.js';
import { googleSteps } from '../../src/move-guide/google-steps.js';
import { microsoftSteps } from '../../src/move-guide/microsoft-steps.js';
import type { MoveStep } from '../../src/move-guide/move-step.js';

/** The document of the move guide, made from its cards and steps. */
export function moveDocument(): string {
  const [app] = appCards.filter(({ uses }) => uses.length > 1);
  if (app === undefined) throw new Error('no card uses all protocols');
  const input = { app, mailbox: 'reports@example.com' };
  return `# Move an app to OAuth

This page is for applications that log in to a mail server with a password today. The command **Mail OAuth: Move an App to
OAuth…** asks for the application, the mailbox and who signs in, and writes these steps with the values filled in.
**Test as the App…**, a button of that document, signs in with the application's own secret, certificate or key and
logs in to the mailbox. **Show Hand-Over** opens the values for the application's form and what was tested, without a
secret. This page is generated from \`src/move-guide/\` by \`npm run docs\`.

Exchange Online switches password logins for SMTP off by default at the end of December 2026.

## Who signs in

- **A user, once, in a browser.** The application keeps a refresh token. It stops working when the
  password or the account changes, or by a policy.
- **The application itself.** No person and no browser are involved, and nothing expires with a person's account.
  An administrator sets it up once; at Google it needs a Workspace domain.

## Microsoft: a person

${microsoftSteps({ ...input, provider: 'microsoft', kind: 'user' })
  .map(step)
  .join('\n')}
## Microsoft: the application itself

${microsoftSteps({ ...input, provider: 'microsoft', kind: 'application' })
  .map(step)
  .join('\n')}
## Google: a person

${googleSteps({ ...input, provider: 'google', kind: 'user' })
  .map(step)
  .join('\n')}
## Google: the application itself

${googleSteps({ ...input, provider: 'google', kind: 'application' })
  .map(step)
  .join('\n')}
## Applications

${appCards.map(application).join('\n')}`;
}

function step({ title, text, commands = [] }: MoveStep, index: number): string {
  const code = commands.length === 0 ? '' : `\n\`\`\`powershell\n${commands.join('\n')}\n\`\`\`\n`;
  return `### ${index + 1}. ${title}\n\n${escaped(text)}\n${code}`;
}

function application({ name, uses, signIns, cannot, sources }: AppCard): string {
  return `### ${name}

${uses.map((protocol) => protocol.toUpperCase()).join(', ')}.${cannot === undefined ? '' : ` **No OAuth for mail servers.** ${escaped(cannot.why)} See ${cannot.issue}.`}

${signIn('A person', signIns.user)}${signIn('The application itself', signIns.application)}Sources: ${sources.join('; ')}.
`;
}

function signIn(who: string, way: AppSignIn | undefined): string {
  if (way === undefined) return '';
  const fields = way.form.map(([field, value]) => `- ${escaped(field)}: \`${value}\``).join('\n');
  return `**${who}.** ${escaped(way.how)} ${(way.notes ?? []).map(escaped).join(' ')}\n\n${fields}\n\n`;
}

/** Markup is escaped, but not in URLs. */
const escaped = (text: string): string =>
  text.replace(/https?:[^\s)]+|[*_<[\]]/g, (part) => (part.length > 1 ? part : `\\${part}`));
