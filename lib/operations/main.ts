import { parseArgs } from 'node:util';
import { makePassword, resetPassword } from '@/lib/access/service';
import { resealAll } from '@/lib/oauth/service';
import { OperationError } from '@/lib/operations/archive';
import { backUp } from '@/lib/operations/backup';
import { examine, restore } from '@/lib/operations/restore';
import { liftLimit } from '@/lib/operations/limits';
import { checkSystem } from '@/lib/operations/service';
import { printReport } from '@/lib/operations/print';
import { plural, size } from '@/lib/operations/check';
import { closeDatabase } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { databaseTrouble } from '@/lib/platform/session';
import { rewrapAll, verifyEncryptionKey } from '@/lib/vault/service';

/**
 * The commands of whoever runs Inlet; `scripts/operations.ts` starts this with the settings of the
 * installation.
 */
const say = (line: string) => process.stdout.write(`  ${line}\n`);
const total = (rows: Record<string, number>) =>
  Object.values(rows)
    .reduce((sum, n) => sum + n, 0)
    .toLocaleString('en');

interface Given {
  /** A file, or what the command is about. */
  named: string;
  flags: { json?: boolean; offline?: boolean; data?: boolean };
}

const COMMANDS: Record<string, (given: Given) => Promise<number>> = {
  doctor: async ({ flags }) => {
    const report = await checkSystem({ ask_providers: !flags.offline });
    process.stdout.write(flags.json ? `${JSON.stringify(report, null, 2)}\n` : printReport(report));
    return report.level === 'fail' ? 1 : 0;
  },
  backup: async ({ named: file }) => {
    await verifyEncryptionKey();
    const { rows, bytes } = await backUp(env().DATABASE_URL, file);
    say(
      `${file} holds ${total(rows)} rows (${plural(rows.connections ?? 0, 'connection')}, ` +
        `${(rows.records ?? 0).toLocaleString('en')} records) in ${size(bytes)}.`,
    );
    say(
      'No key is in it. Keep INLET_ENCRYPTION_KEY (with the embedded database: ' +
        'secrets.json in DATA_DIR) somewhere else, just as safe.',
    );
    return 0;
  },
  examine: async ({ named: file }) => {
    const { header } = await examine(env().DATABASE_URL, file);
    process.stdout.write(`migrations ${header.migrations.map((m) => m.name).join(',')}\n`);
    return 0;
  },
  restore: async ({ named: file }) => {
    const { rows, secrets } = await restore(env().DATABASE_URL, file);
    say(
      `Restored ${total(rows)} rows (${plural(rows.connections ?? 0, 'connection')}, ` +
        `${(rows.records ?? 0).toLocaleString('en')} records); ` +
        `${secrets === 1 ? 'the one stored secret opens' : `all ${secrets} stored secrets open`}.`,
    );
    return 0;
  },
  'rotate-keys': async ({ flags }) => {
    const { rewrapped, already } = await rewrapAll();
    say(`${plural(rewrapped, 'data key')} wrapped with the newest key; ${already} were already.`);
    if (!flags.data) return 0;
    const { resealed, refused, left, dropped_keys } = await resealAll(HOURS_YOUNG, say);
    say(
      `${plural(resealed, 'secret')} sealed with new data keys; ${plural(dropped_keys, 'unused data key')} deleted.`,
    );
    if (refused > 0)
      say(
        `${plural(refused, 'secret does', 'secrets do')} not open and ` +
          `${refused === 1 ? 'was' : 'were'} left as ${refused === 1 ? 'it is' : 'they are'}; ` +
          'their connections have to be authorized again.',
      );
    if (left > 0) say(`${left} changed too often to be sealed again; run this once more.`);
    return refused + left > 0 ? 1 : 0;
  },
  'lift-limit': async ({ named: budget }) => {
    const lifted = await liftLimit(budget);
    if (lifted === null) {
      say(`No budget ${budget} is closed. npm run doctor names those that are.`);
      return 1;
    }
    say(`${budget} is open again; ${plural(lifted, 'connection goes', 'connections go')} on now.`);
    return 0;
  },
  'reset-password': async ({ named: email }) => {
    const password = makePassword();
    const reset = await resetPassword(email, password);
    if (!reset) throw new OperationError(`No account has the email ${email}.`);
    say(`The new password of ${reset.name} (${email.toLowerCase()}) is: ${password}`);
    say('It is shown once. Sign in with it and change it in Settings → Profile.');
    say(
      reset.sessions_ended === 0
        ? 'The account was signed in nowhere.'
        : `${plural(reset.sessions_ended, 'session')} ended.`,
    );
    return 0;
  },
};

/** A data key younger than this was made by the run that was interrupted, or needs no other. */
const HOURS_YOUNG = 24;

const { positionals, values: flags } = parseArgs({
  options: { json: { type: 'boolean' }, offline: { type: 'boolean' }, data: { type: 'boolean' } },
  allowPositionals: true,
});
const [command = '', named = ''] = positionals;
try {
  process.exitCode = await COMMANDS[command]!({ named, flags });
} catch (error) {
  process.stderr.write(`\n${inWords(error)}\n`);
  process.exitCode = 1;
}
await closeDatabase();

/** What is told of a failure: what to do where it is known, else all there is. */
function inWords(error: unknown): string {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof OperationError || /INLET_ENCRYPTION_KEY/.test(message)) return message;
  const trouble = databaseTrouble(error);
  return trouble
    ? `The database does not answer: ${trouble.reason}. ${trouble.fix}`
    : `Something unexpected failed: ${stack}`;
}
