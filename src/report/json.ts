import { diagnose, type Action } from '../diagnosis/diagnosis.js';
import type { ComparisonRow } from '../mail/login-check/comparison.js';
import type { LoginCheckResult } from '../mail/login-check/result.js';
import type { InitialResponse } from '../mail/wire/reply.js';
import { remarks } from './remarks.js';

/** The version of the JSON schema; it is increased when a field changes its meaning or its name. */
const schema = 2;

/**
 * Converts a result to JSON for programs: all fields, the diagnoses, remarks as sentences, and last the transcript.
 *
 * @param tried the actions that were tried before the test and did not help
 */
export function toJson({ transcript, ...facts }: LoginCheckResult, tried: readonly Action[] = []) {
  const result = { ...facts, transcript };
  return { schema, ...facts, diagnoses: diagnose(result, { tried }), remarks: remarks(result), transcript };
}

/** The result that `--json` prints. */
export type JsonReport = ReturnType<typeof toJson>;

/** A result of a comparison, with the form in which the credential was sent. */
export type ComparedReport = JsonReport & { readonly form?: InitialResponse['form'] | undefined };

/** A comparison as JSON: the results, each with the form in which the credential was sent. */
export function comparisonToJson(rows: readonly ComparisonRow[]) {
  return rows.map(({ mechanism, form, result }) => ({ form, ...toJson(result), mechanism }));
}
