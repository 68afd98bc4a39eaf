import { randomBytes } from 'node:crypto';
import { needsSetup, setUp } from '@/lib/access/service';
import { seedDemo } from '@/lib/demo/service';
import { env } from '@/lib/platform/env';
import { log } from '@/lib/platform/log';

/** Fills a demo workspace in the background: the person looks at it while it comes to life. */
export function fillDemo(workspace_id: string): void {
  void seedDemo(workspace_id).catch((error: unknown) =>
    log.error({ error: String(error) }, 'filling the demo failed'),
  );
}

/**
 * `npm start -- --demo`: on a new installation makes the demo workspace and an owner with a
 * password of its own, told on the terminal and stored only as a hash. An installation that has
 * people is left as it is.
 */
export async function startDemo(): Promise<void> {
  if (!(await needsSetup())) {
    process.stdout.write('\nThis installation is already set up; --demo changes nothing.\n');
    return;
  }
  const email = 'demo@inlet.example';
  const password = randomBytes(12).toString('base64url');
  const { workspace_id } = await setUp({
    name: 'Demo Owner',
    email,
    password,
    workspace_name: 'Demo',
    mode: 'sandbox',
  });
  process.stdout.write(
    `\nThe demo workspace is ready at ${env().PUBLIC_URL}\n  Sign in with   ${email}\n  ` +
      `Password       ${password}   (made for this installation; note it down)\n\n`,
  );
  fillDemo(workspace_id);
}
