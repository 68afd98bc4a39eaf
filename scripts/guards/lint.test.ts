import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/**
 * Code that each of the rules we rely on must report: a plugin left out of the list switches its
 * rules off without a word.
 */
const CANARIES: Record<string, string> = {
  'eslint(eqeqeq)': 'export const a = (x: unknown) => x == 1;',
  'eslint(no-console)': 'export const b = () => console.log(1);',
  'eslint(no-debugger)': 'export const c = () => { debugger; };',
  'eslint(no-eval)': "export const d = () => eval('1');",
  'eslint(no-nested-ternary)': 'export const t = (n: number) => (n > 1 ? 1 : n > 0 ? 2 : 3);',
  'eslint(no-unused-vars)': 'const unused = 1;',
  'typescript(no-explicit-any)': 'export const e = (x: any) => x;',
  'typescript(ban-ts-comment)': '// @ts-ignore\nexport const f = 1;',
  'typescript(consistent-type-imports)': "import { Stats } from 'node:fs';\nexport type G = Stats;",
  'typescript(no-floating-promises)': 'export function h() { Promise.resolve(1); }',
  'typescript(no-misused-promises)': 'export const i = [1].filter(async (n) => n > 0);',
  'typescript(await-thenable)': 'export const j = async () => await 1;',
  'typescript(only-throw-error)': "export function k() { throw 'text'; }",
  'unicorn(prefer-node-protocol)': "import fs from 'fs';\nexport const l = fs.existsSync('x');",
  'import(no-self-import)': "import './canary';",
  'import(no-cycle)':
    "import { other } from './other';\nexport const m = 1;\nexport const n = other;",
  'react-hooks(rules-of-hooks)':
    "import { useState } from 'react';\nexport function O({ on }: { on: boolean }) { if " +
    '(on) useState(1); return null; }',
  'react-hooks(exhaustive-deps)':
    "import { useEffect } from 'react';\nexport function P({ id }: { id: number }) { " +
    'useEffect(() => { document.title = String(id); }, []); return null; }',
  'jsx-a11y(anchor-is-valid)': 'export const Q = () => <a href="#">x</a>;',
  'next(no-sync-scripts)': 'export const R = () => <script src="https://example.com/x.js" />;',
  'vitest(no-focused-tests)': "import { test } from 'vitest';\ntest.only('s', () => {});",
};

const root = path.resolve('.');
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'inlet-lint-'));
const reported = new Map<string, string[]>();

beforeAll(() => {
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(dir, 'node_modules'));
  fs.writeFileSync(
    path.join(dir, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        jsx: 'react-jsx',
        module: 'esnext',
        moduleResolution: 'bundler',
        target: 'esnext',
        noEmit: true,
        types: ['node'],
      },
      include: ['**/*'],
    }),
  );
  Object.entries(CANARIES).forEach(([code, text], i) => {
    const folder = path.join(dir, 'components', String(i));
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(
      path.join(folder, code.startsWith('vitest') ? 'canary.test.tsx' : 'canary.tsx'),
      `${text}\n`,
    );
    if (text.includes('./other'))
      fs.writeFileSync(
        path.join(folder, 'other.ts'),
        "import { m } from './canary';\nexport const other = m;\n",
      );
  });
  const run = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules/oxlint/bin/oxlint'),
      '-c',
      path.join(root, '.oxlintrc.json'),
      '-f',
      'json',
      'components',
    ],
    { cwd: dir, encoding: 'utf8' },
  );
  const { diagnostics } = JSON.parse(run.stdout) as {
    diagnostics: { code: string; filename: string }[];
  };
  for (const { code, filename } of diagnostics) {
    const canary = Object.keys(CANARIES)[Number(filename.split('/')[1])]!;
    reported.set(canary, [...(reported.get(canary) ?? []), code]);
  }
});
afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));

test.each(Object.keys(CANARIES))('%s is reported', (code) => {
  expect(reported.get(code) ?? []).toContain(code);
});
