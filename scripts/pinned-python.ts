// Tools for tests that come from the Python Package Index: wheels alone, each pinned by its hash, in a
// virtual environment of their own.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const PIP =
  'install --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes'.split(
    ' ',
  );

/**
 * Installs what `requirements` pins into `home`, unless it is there already. Answers why that did not
 * work, or undefined when it is there.
 */
export function installPinned(home: string, requirements: string): string | undefined {
  const pinned = fs.readFileSync(requirements, 'utf8');
  const marker = path.join(home, 'made-from');
  if (fs.existsSync(marker) && fs.readFileSync(marker, 'utf8') === pinned) return undefined;
  fs.rmSync(home, { recursive: true, force: true });
  const failed =
    run('python3', ['-m', 'venv', home]) ??
    run(path.join(home, 'bin/pip'), [...PIP, '-r', requirements]);
  if (failed) return failed;
  fs.writeFileSync(marker, pinned);
  return undefined;
}

/** Undefined when it went well, else the last line of what it said. */
function run(command: string, args: string[]): string | undefined {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return undefined;
  return error?.message ?? stderr.trim().split('\n').at(-1) ?? 'it said nothing';
}
