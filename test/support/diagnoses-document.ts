import { diagnose, type Who } from '../../src/diagnosis/diagnosis.js';
import { errorRules, type ErrorRule } from '../../src/diagnosis/error-rules.js';
import { mxRule, passwordOnlyRule, providerRules } from '../../src/diagnosis/provider-rules.js';
import { samplesOf, type DiagnosisRule, type Sample } from '../../src/diagnosis/rule.js';
import { accountStateRules } from '../../src/diagnosis/rules/account-state.js';
import { failureRules } from '../../src/diagnosis/rules/failure.js';
import { lastRules } from '../../src/diagnosis/rules/last.js';
import { limitRules } from '../../src/diagnosis/rules/limits.js';
import { loginMethodRules } from '../../src/diagnosis/rules/login-method.js';
import { machineRules } from '../../src/diagnosis/rules/machine.js';
import { mailboxRules } from '../../src/diagnosis/rules/mailbox.js';
import { senderRules } from '../../src/diagnosis/rules/sender.js';
import { messageRules } from '../../src/diagnosis/rules/message.js';
import { ownerRules } from '../../src/diagnosis/rules/owner.js';
import { protocolOffRules } from '../../src/diagnosis/rules/protocol-off.js';
import { serverFaultRules } from '../../src/diagnosis/rules/server-faults.js';
import { tokenWordRules } from '../../src/diagnosis/rules/token-words.js';
import { challengeRules, expiredRule, tokenRules } from '../../src/diagnosis/rules/token.js';
import { connectionRules } from '../../src/diagnosis/rules/connection.js';
import { wireFormRules } from '../../src/diagnosis/rules/wire-form.js';
import { profiles } from '../../src/providers/catalogue.js';
import { confidenceLabel, whoLabel } from '../../src/report/text.js';
import { sampleReport } from './sample-report.js';

/** The parts of the document: a heading, what is in it, its rules. */
export const parts: readonly (readonly [heading: string, introduction: string, rules: readonly DiagnosisRule[]])[] = [
  [
    'The server names the mailbox or its settings',
    'The login reached the server. Something about the account has to be changed first.',
    [...protocolOffRules, ...loginMethodRules, ...accountStateRules],
  ],
  [
    'The server names the token',
    'The reply or the challenge (the base64 after `+` or `334`) says what is wrong with the token.',
    [...tokenWordRules, expiredRule, ...ownerRules, ...challengeRules],
  ],
  ['The server has a limit', 'Nothing is wrong with the token. Wait, or use fewer connections.', limitRules],
  [
    'The server does not accept the form of the login',
    'The name in EHLO, the mechanism, or the line with the credential is the reason. In most cases the token was not checked.',
    [...connectionRules, ...wireFormRules],
  ],
  [
    'The login was accepted, and a later command was rejected',
    'SELECT, MAIL FROM or what follows them failed.',
    [...mailboxRules, ...senderRules, ...messageRules],
  ],
  [
    'The server has an internal problem',
    'It says so, or it cannot check any token.',
    [...machineRules, ...serverFaultRules],
  ],
  ...profiles
    .map(
      ({ name }) =>
        [
          `${name} says`,
          `Only ${name}’s servers send this, or only there does it mean this.`,
          providerRules(name),
        ] as const,
    )
    .filter(([, , rules]) => rules.length > 0),
  ['The server gives no reason', 'The usual causes, where no words were recognized.', lastRules],
  ['Nothing was sent: the token', 'The token check found a problem before connecting.', tokenRules],
  [
    'Nothing was sent: network, TLS, proxy, protocol',
    'The test could not be completed. Where no cause is given here, the message of the failure is the cause.',
    [passwordOnlyRule, mxRule, ...failureRules],
  ],
];

/** The document of all diagnoses, made from the rules and their samples: what was seen, what it means, what to do. */
export function diagnosesDocument(): string {
  return `# What servers say, and what it means

Search this page for the words that a server used. It is generated from the rules in \`src/diagnosis/\` and
\`src/providers/\` by \`npm run docs\`. In the samples \`alice@example.com\` is the user.

A test shows up to three meanings, the best supported first: the server's words come before facts about the token and
codes, and these before the usual causes. *Certain* requires words, or a fact that leaves no doubt.

${[...parts.map(([heading]) => heading), authorizationServers].map((heading) => `- [${heading}](#${anchor(heading)})`).join('\n')}

${parts.map(([heading, introduction, rules]) => `## ${heading}\n\n${introduction}\n\n${rules.map(section).join('\n')}`).join('\n')}
## ${authorizationServers}

Responses of token endpoints, and error pages, by \`error\` and \`error_description\`.

${errorRules.map(answerSection).join('\n')}`;
}

const authorizationServers = 'The authorization server says';

const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');

function section(rule: DiagnosisRule): string {
  const samples = samplesOf(rule);
  const [sample = {}] = samples;
  const { cause, advice, confidence, who } = diagnose(sampleReport(sample))[0];
  const sources = [rule.source, ...(rule.phrases ?? []).flatMap(({ source }) => source ?? [])];
  return `### ${rule.code}

${samples.map((one) => `- ${seen(one)}`).join('\n')}

${cause.startsWith('(') ? '' : `${text(cause)} `}**${text(advice)}**

${label(confidenceLabel(confidence))}. Who can fix it: ${fixer(rule, who)}. Sources: ${text([...new Set(sources)].join('; '))}.
`;
}

function fixer(rule: DiagnosisRule, who: Who): string {
  return typeof rule.who === 'function' ? `${whoLabel(who)} (it depends)` : whoLabel(who);
}

function answerSection({ name, samples, explain, source }: ErrorRule): string {
  return `### ${name}

${samples.map(({ error, description }) => `- \`${error}\`${description === undefined ? '' : `: “${text(description)}”`}`).join('\n')}

${text(explain(samples[0]))}

Sources: ${text(source)}.
`;
}

function seen({ line, challenge, failure, failedPhase, protocol, provider, token, user }: Sample): string {
  const said =
    line === undefined
      ? `\`${failure ?? ''}\`${failedPhase === undefined ? '' : ` in phase \`${failedPhase}\``}`
      : `\`${line}\``;
  const facts = [
    ...(protocol === undefined ? [] : [protocol.toUpperCase()]),
    ...(provider === undefined ? [] : [provider]),
    ...(user === undefined ? [] : [`user ${user}`]),
    ...(challenge === undefined ? [] : [`challenge \`${challenge}\``]),
    ...(token === undefined
      ? []
      : [
          `token with ${Object.entries(token)
            .map(([name, value]) => `${name} ${String(value)}`)
            .join(', ')}`,
        ]),
  ];
  return facts.length === 0 ? said : `${said} (${facts.join('; ')})`;
}

const label = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Text with the characters escaped that Markdown would take for markup. */
const text = (words: string): string => words.replace(/[*_<[\]]/g, String.raw`\$&`);
