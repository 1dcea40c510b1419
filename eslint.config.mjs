import tseslint from 'typescript-eslint';

const noVscode = {
  paths: [{ name: 'vscode', message: 'Only src/vscode/ and src/extension.ts import vscode.' }],
};

/** The rooms a room may not import from; CONTRIBUTING.md, "The house", is this table in words. */
const forbidden = {
  sasl: ['oauth', 'providers', 'mail', 'accounts', 'vscode', 'cli', 'sandbox'],
  oauth: ['sasl', 'providers', 'mail', 'accounts', 'vscode', 'cli', 'sandbox'],
  providers: ['sasl', 'accounts', 'vscode', 'cli', 'sandbox'],
  mail: ['oauth', 'providers', 'accounts', 'vscode', 'cli', 'sandbox'],
  accounts: ['vscode', 'cli', 'sandbox'],
  cli: ['vscode'],
  sandbox: ['vscode'],
};

const rooms = Object.entries(forbidden).map(([room, others]) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        ...noVscode,
        patterns: [
          {
            group: others.map((other) => `**/${other}/**`),
            message: `src/${room} may not import this room.`,
          },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist', 'out', '.vscode-test', 'media', 'esbuild.js', 'eslint.config.mjs'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      curly: ['error', 'multi-line'],
      eqeqeq: 'error',
      'no-control-regex': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  ...rooms,
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
    },
  },
);
