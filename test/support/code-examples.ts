/** A piece of code from documentation. */
export interface CodeExample {
  readonly name: string;
  readonly code: string;
  /** The expected output, from its comments `// prints: …`, by line. */
  readonly prints: readonly string[];
}

/** The `@example` blocks of a declaration file, named by what they document. */
export function examplesOfDeclarations(declarations: string): CodeExample[] {
  const documented = /\/\*\*(?<comment>(?:(?!\*\/)[^])*?)\*\/\s*declare (?:abstract )?(?:function|class) (?<name>\w+)/g;
  return [...declarations.matchAll(documented)].flatMap(({ groups }) => {
    const comment = (groups?.['comment'] ?? '').replace(/^ *\* ?/gm, '');
    const tag = comment.search(/^@example$/m);
    return codeBlocks(tag === -1 ? '' : comment.slice(tag)).map((code, index) =>
      toExample(`${groups?.['name'] ?? ''}-${index}`, code),
    );
  });
}

/** The TypeScript in a Markdown document. */
export function examplesOfMarkdown(name: string, markdown: string): CodeExample[] {
  return codeBlocks(markdown).map((code, index) => toExample(`${name}-${index}`, code));
}

/** The names of the functions and classes in a rolled-up declaration file. */
export function functionsAndClasses(declarations: string): string[] {
  return names(declarations, /^declare (?:abstract )?(?:function|class) (\w+)/gm);
}

/** The names that a rolled-up declaration file declares and does not export. */
export function unexportedNames(declarations: string): string[] {
  const exported = names(declarations, /^export (?:type )?\{ (.*) \};$/gm).flatMap((list) => list.split(', '));
  const declared = /^(?:declare )?(?:abstract )?(?:interface|type|class|function|const|namespace) (\w+)/gm;
  return names(declarations, declared).filter((name) => !exported.includes(name));
}

function names(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name);
}

function codeBlocks(text: string): string[] {
  return [...text.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code = '']) => code);
}

function toExample(name: string, code: string): CodeExample {
  return { name, code, prints: [...code.matchAll(/\/\/ prints: (.*)$/gm)].map(([, line = '']) => line) };
}
