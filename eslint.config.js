import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

const rawIpc = (name, wrapper) => ({
  paths: ['electron', 'electron/main', 'electron/renderer'].map((path) => ({
    name: path,
    importNames: [name],
    message: `Use ${wrapper}: it alone touches ${name}, and it knows the types of the contract.`
  }))
})

export default ts.config(
  // AssemblyScript is not quite TypeScript; its own compiler checks it.
  { ignores: ['out/', 'dist/', '.cache/', 'node_modules/', 'test-results/', 'src/core/kernels/assembly/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error'
    }
  },
  {
    files: ['src/main/**/*.ts'],
    ignores: ['src/main/typed-ipc.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', rawIpc('ipcMain', 'src/main/typed-ipc.ts')] }
  },
  {
    files: ['src/main/preload.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' }
  },
  {
    files: ['src/main/**/*.ts', 'test/**/*.ts', 'bench/**', 'tools/**', 'scripts/**', '*.{js,cjs,ts}'],
    languageOptions: { globals: globals.node }
  },
  { files: ['src/renderer/**/*.{ts,svelte}'], languageOptions: { globals: globals.browser } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
    rules: {
      // TypeScript knows every name, and svelte-check the warnings that are ignored.
      'no-undef': 'off',
      'svelte/no-unused-svelte-ignore': 'off',
      // State here is immutable ($state.raw): a Map or Set is made anew, never changed in place.
      'svelte/prefer-svelte-reactivity': 'off'
    }
  },
  { files: ['scripts/**', 'bench/**', 'tools/**', 'src/main/cli.ts', 'test/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } }
)
