// The Chromium that the end-to-end tests drive: one that is there, or Debian's when we may install
// it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { PlainError } from './plain-error.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** Path of a Chromium on this machine (CHROMIUM_PATH first), or undefined. */
export function findBrowser(): string | undefined {
  const onPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .flatMap((dir) => NAMES.map((name) => path.join(dir, name)));
  return [process.env.CHROMIUM_PATH, ...onPath, MAC].find(
    (file) => file !== undefined && file !== '' && fs.existsSync(file),
  );
}

/** Finds a Chromium or installs Debian's as root. Throws PlainError that says how to get one. */
export function ensureBrowser(say: (line: string) => void): string {
  const found = findBrowser();
  if (found) return found;
  const apt =
    process.platform === 'linux' &&
    process.getuid?.() === 0 &&
    spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
  if (apt) {
    say('Installing Chromium for the end-to-end tests.');
    const options = {
      stdio: 'ignore' as const,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    };
    spawnSync('apt-get', ['update'], options);
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], options);
  }
  const installed = findBrowser();
  if (!installed)
    throw new PlainError(
      'There is no Chromium for the end-to-end tests. Install one (Debian, Ubuntu: sudo ' +
        'apt-get install chromium) or set CHROMIUM_PATH to it.',
    );
  return installed;
}
