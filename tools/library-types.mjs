// Writes dist/index.d.ts: every type that src/index.ts exports, in one file that imports nothing.
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

const bundle = await rollup({
  input: 'src/index.ts',
  external: /^node:/,
  plugins: [dts({ tsconfig: 'tsconfig.json' })],
  onwarn: ({ message }) => console.warn(message),
});
const {
  output: [types],
} = await bundle.write({ file: 'dist/index.d.ts' });
if (types.imports.length > 0) {
  // A user of the library does not have these packages: the type that needs them must be written out.
  console.error(`dist/index.d.ts imports ${types.imports.join(', ')}.`);
  process.exitCode = 1;
}
