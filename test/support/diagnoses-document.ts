import { diagnose, diagnosisRules } from '../../src/diagnosis/diagnosis.js';
import { errorRules } from '../../src/diagnosis/error-rules.js';
import { samplesOf, type Sample } from '../../src/diagnosis/rule.js';
import { sampleReport } from './sample-report.js';
import { confidenceLabel } from '../../src/report/text.js';

/** The table of all diagnoses, made from the rules and their samples. */
export function diagnosesDocument(): string {
  const rows = diagnosisRules.map((rule) => {
    const { code, source } = rule;
    const samples = samplesOf(rule);
    const [sample = {}] = samples;
    const { cause, advice, confidence } = diagnose(sampleReport(sample))[0];
    const words = cause.startsWith('(') ? '' : cause;
    return `| \`${code}\` | ${samples.map(seen).join('<br>')} | ${cell(words)} | ${confidenceLabel(confidence)} | ${cell(advice)} | ${cell(source)} |`;
  });
  const answers = errorRules.map(({ samples, explain, source }) => {
    const seenAnswers = samples.map(
      ({ error, description }) => `\`${error}\`${description === undefined ? '' : ` “${description}”`}`,
    );
    return `| ${cell(seenAnswers.join('<br>'))} | ${cell(explain(samples[0]))} | ${cell(source)} |`;
  });
  return `# Every diagnosis

This table is written from the rules in \`src/diagnosis/\` and \`src/providers/\` by \`npm run docs\`; the first rule that fits wins. In
the samples \`alice@example.com\` is the user. Where the cause is empty, it is the failure's own sentence.

| Diagnosis | What was seen | Cause | Certainty | What to do | Source |
|---|---|---|---|---|---|
${rows.join('\n')}

## What authorization servers answer

These are written from \`src/diagnosis/error-rules.ts\` and \`src/providers/\`.

| Answer | What it means and what to do | Source |
|---|---|---|
${answers.join('\n')}
`;
}

function seen({ line, challenge, failure, failedPhase, protocol, provider, token }: Sample): string {
  const said =
    line === undefined
      ? `\`${failure ?? ''}\`${failedPhase === undefined ? '' : ` in phase \`${failedPhase}\``}`
      : `\`${line}\``;
  const facts = [
    ...(protocol === undefined ? [] : [protocol.toUpperCase()]),
    ...(provider === undefined ? [] : [provider]),
    ...(challenge === undefined ? [] : [`challenge \`${challenge}\``]),
    ...(token === undefined
      ? []
      : [
          `token with ${Object.entries(token)
            .map(([name, value]) => `${name} ${String(value)}`)
            .join(', ')}`,
        ]),
  ];
  return cell(facts.length === 0 ? said : `${said} (${facts.join('; ')})`);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
