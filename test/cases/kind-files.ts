import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';

/** Where the cases are, seen from the project's folder, in which the tests run. */
const directory = 'test/cases';

/** A pattern that the explanation has to match, or must not match; upper and lower case are the same. */
const patterns = v.optional(
  v.array(
    v.pipe(
      v.string(),
      v.check((text) => isPattern(text), 'not a regular expression'),
    ),
  ),
);

/** What is right, and how it is recognized. */
const judgment = {
  /** What was wrong in the world, as far as the source says. */
  cause: v.optional(v.string()),
  /** What a reader should be told. */
  right: v.optional(v.string()),
  must: patterns,
  mustNot: patterns,
};

/** What every case has besides what is played. */
export const caseFields = {
  ...judgment,
  name: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
  /** The case that the kind was found by; the others are neighbors of it in other words. */
  first: v.optional(v.literal(true)),
  /** The thread, page or source file that the words are from. */
  source: v.string(),
  year: v.optional(v.number()),
  causeKnown: v.optional(v.string()),
  note: v.optional(v.string()),
};

/** What has been read of a case, with the kind's judgment where it has none of its own. */
type Judged<Case> = Case & { readonly must: readonly string[]; readonly mustNot: readonly string[] };

/** One kind of fault, with its cases. */
export interface Kind<Case> {
  readonly file: string;
  readonly kind: string;
  readonly cases: readonly Judged<Case>[];
}

type CaseOf<Entries extends v.ObjectEntries> = v.InferOutput<v.StrictObjectSchema<Entries, undefined>>;

/**
 * Reads the cases of a folder. What a kind says of right and wrong holds for those of its cases that say nothing else.
 *
 * @throws {Error} a file has another form, such as a misspelled key
 */
export function readKinds<Entries extends v.ObjectEntries & typeof caseFields>(
  folder: string,
  entries: Entries,
): readonly Kind<CaseOf<Entries>>[] {
  const schema = v.strictObject({ ...judgment, kind: v.string(), cases: v.array(v.strictObject(entries)) });
  return readdirSync(path.join(directory, folder))
    .filter((name) => name.endsWith('.json'))
    .map((file) => {
      const { kind, cases, must = [], mustNot = [] } = parse(path.join(folder, file), schema);
      return { file, kind, cases: cases.map((one) => ({ must, mustNot, ...one })) };
    });
}

/** @returns the kinds that have too few cases besides their first one, or two of the same name */
export function incomplete(
  kinds: readonly Kind<{ readonly name: string; readonly first?: true | undefined }>[],
): string[] {
  return kinds
    .filter(
      ({ cases }) =>
        cases.filter(({ first }) => first !== true).length < 2 ||
        new Set(cases.map(({ name }) => name)).size < cases.length,
    )
    .map(({ file }) => file);
}

/** Reads one file of cases. @throws {Error} it has another form */
export function parse<Schema extends v.GenericSchema>(file: string, schema: Schema): v.InferOutput<Schema> {
  const result = v.safeParse(schema, JSON.parse(readFileSync(path.join(directory, file), 'utf8')));
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(`${file}: ${v.getDotPath(issue) ?? ''}: ${issue.message}`);
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'is').source !== '';
  } catch {
    return false;
  }
}
