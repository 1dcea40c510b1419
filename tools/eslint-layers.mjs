import { builtinModules } from 'node:module';
import path from 'node:path';
import { mayImport } from './layers.mjs';

/** ESLint's side of the table of modules: every import, export and `import()` of src/, types included. */
export const layersPlugin = {
  rules: {
    imports: {
      meta: {
        type: 'problem',
        schema: [],
        messages: { refused: '{{from}} may not import {{specifier}}: see tools/layers.mjs.' },
      },
      create(context) {
        const from = path.relative(path.join(context.cwd, 'src'), context.filename).split(path.sep).join('/');
        const check = (node, source, how) => {
          if (typeof source?.value !== 'string') return;
          if (mayImport(from, targetOf(source.value, from), how)) return;
          context.report({ node, messageId: 'refused', data: { from: `src/${from}`, specifier: source.value } });
        };
        const statically = (node) => check(node, node.source, { typeOnly: isTypeOnly(node), dynamic: false });
        return {
          ImportDeclaration: statically,
          ExportNamedDeclaration: statically,
          ExportAllDeclaration: statically,
          ImportExpression: (node) => check(node, node.source, { typeOnly: false, dynamic: true }),
          TSImportType: (node) => check(node, node.source ?? node.argument, { typeOnly: true, dynamic: false }),
        };
      },
    },
  },
};

function isTypeOnly({ importKind, exportKind, specifiers = [] }) {
  if (importKind === 'type' || exportKind === 'type') return true;
  return (
    specifiers.length > 0 && specifiers.every((specifier) => (specifier.importKind ?? specifier.exportKind) === 'type')
  );
}

function targetOf(specifier, from) {
  if (specifier.startsWith('.')) {
    return { file: path.posix.join(path.posix.dirname(from), specifier).replace(/\.js$/, '.ts') };
  }
  const bare = specifier.replace(/^node:/, '');
  if (specifier.startsWith('node:') || builtinModules.includes(bare)) return { builtin: true };
  return { package: specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/') };
}
