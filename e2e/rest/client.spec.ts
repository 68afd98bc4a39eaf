import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '../fixtures/test';
import { appUrl, makeKey, ownAccount } from '../fixtures/world';

const run = promisify(execFile);
const ROOT = path.resolve(import.meta.dirname, '../..');
const PACKAGE = path.join(ROOT, 'packages/client');
const TSC = path.join(ROOT, 'node_modules/typescript/bin/tsc');

/** A folder in which the packed client is installed. */
async function installed(): Promise<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'inlet-client-'));
  await run(process.execPath, [TSC, '-p', 'tsconfig.json'], { cwd: PACKAGE });
  const { stdout } = await run(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    { cwd: PACKAGE },
  );
  const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  expect(packed!.files.map((f) => f.path).sort((a, b) => a.localeCompare(b))).toEqual(
    [
      'dist/api.gen.d.ts',
      'dist/api.gen.js',
      'dist/index.d.ts',
      'dist/index.js',
      'dist/trpc.d.ts',
      'dist/trpc.js',
      'package.json',
      'README.md',
    ].sort((a, b) => a.localeCompare(b)),
  );
  const at = path.join(folder, 'node_modules/@inlet/client');
  fs.mkdirSync(at, { recursive: true });
  await run('tar', ['xzf', path.join(folder, packed!.filename), '-C', at, '--strip-components=1']);
  fs.writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  return folder;
}

test('the example of the client’s README holds its types, and runs', async ({ workspace }) => {
  const folder = await installed();
  try {
    const manifest = JSON.parse(
      fs.readFileSync(path.join(folder, 'node_modules/@inlet/client/package.json'), 'utf8'),
    ) as { dependencies?: object };
    expect(manifest.dependencies).toBeUndefined();
    const readme = fs.readFileSync(path.join(PACKAGE, 'README.md'), 'utf8');
    const example = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
    fs.writeFileSync(path.join(folder, 'example.ts'), example);
    const types = path.relative(folder, path.join(ROOT, 'node_modules/@types'));
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext'];
    await run(
      process.execPath,
      [
        TSC,
        ...options,
        '--target',
        'es2022',
        '--typeRoots',
        types,
        '--types',
        'node',
        'example.ts',
      ],
      { cwd: folder },
    );
    const account = await ownAccount();
    const { stdout } = await run(process.execPath, ['example.ts'], {
      cwd: folder,
      env: {
        ...process.env,
        INLET_URL: appUrl(),
        INLET_API_KEY: await makeKey(workspace),
        PIPEDRIVE_TOKEN: account.pipedrive,
      },
    });
    expect(stdout).toMatch(/^complete up to \d{4}-/);
    expect(stdout).toContain('Pipedrive healthy');
    expect(stdout.match(/^here \d+$/gm)).toHaveLength(account.size);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
