import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeConnector } from '@/scripts/new-connector.mjs';

/** The provider new:connector is tried with: it exists nowhere. */
export const MADE_UP = 'acme-desk';

/** What a newcomer would read in its documentation, by the placeholder it replaces. */
const FACTS: Readonly<Record<string, string>> = {
  FILL_DOCS_PAGE: `'docs.acme-desk.example/api, 2026-11'`,
  FILL_DESCRIPTION: `'Tickets of the support desk, with their state.'`,
  FILL_CATEGORY: `'support'`,
  FILL_DOCS_URL: `'https://docs.acme-desk.example/api'`,
  FILL_KEYWORDS: `['support', 'tickets']`,
  FILL_PROMISES: `['Reads only: nothing in Acme Desk is changed.']`,
  FILL_HOSTS: `['api.acme-desk.example']`,
  FILL_PLACEHOLDER: `'desk_…'`,
  FILL_HELP: `'A read-only key of the desk.'`,
  FILL_STEPS: `['Open Settings, then API keys.', 'Choose New key and copy it.']`,
  FILL_FIND_URL: `'https://acme-desk.example/settings/keys'`,
  FILL_VERIFY_URL: `'https://api.acme-desk.example/v1/me'`,
  FILL_ACCOUNT_ID_PATH: `'account.id'`,
  FILL_ACCOUNT_NAME_PATH: `'account.name'`,
  FILL_REQUESTS: `60`,
  FILL_PER_MS: `60_000`,
  FILL_WORDS_PATH: `'error.message'`,
  FILL_STREAM: `'tickets'`,
  FILL_ENTITY: `'tickets'`,
  FILL_STREAM_DESCRIPTION: `'What customers asked for'`,
  FILL_LIST_URL: `'https://api.acme-desk.example/v1/tickets'`,
  FILL_CURSOR_PATH: `'next_cursor'`,
  FILL_DELETIONS: `'full_pass'`,
  FILL_ACCOUNTS: `[
  { name: 'acme', note: 'A lively one', key: 'desk_acme' },
  { name: 'globex', note: 'A small one', key: 'desk_globex' },
]`,
  FILL_HOW_TO_CONNECT: `'API key: paste one of these.'`,
  FILL_SIZE: `account === 'acme' ? 400 : 40`,
  FILL_VERIFY_PATH: `'/v1/me'`,
  FILL_LIST_PATH: `'/v1/tickets'`,
  FILL_ACCOUNT_BODY: `{ account: { id: \`a-\${account}\`, name: account } }`,
  FILL_RECORD: `{
  id,
  subject: \`Ticket \${id} of \${account}\`,
  edits: rev,
  created_at: new Date(created).toISOString(),
  updated_at: new Date(updated).toISOString(),
}`,
  FILL_ERROR_BODY: `{ error: { code: status, message } }`,
  FILL_BODY_OF_DEAD_KEY: `{ error: { code: 401, message: 'The key is not known' } }`,
  FILL_VERDICT_OF_DEAD_KEY: `'needs_reauth'`,
  FILL_BODY_OF_MISSING_PERMISSION: `{ error: { code: 403, message: 'Not in your plan' } }`,
  FILL_VERDICT_OF_MISSING_PERMISSION: `'missing_scope'`,
  FILL_BODY_OF_LIMIT: `{ error: { code: 429, message: 'Too many calls' } }`,
  FILL_HEADERS_OF_LIMIT: `{ 'retry-after': '30' }`,
  FILL_WAIT_SECONDS: `30`,
  FILL_BODY_OF_TROUBLE: `{ error: { code: 500, message: 'Internal error' } }`,
  FILL_SMALL_ACCOUNT: `'globex'`,
  FILL_ACCOUNT_ID: `'a-globex'`,
  FILL_ACCOUNT_LABEL: `'globex'`,
  FILL_WRONG_KEY: `'desk_nobody'`,
  FILL_TOLD: `/does not accept this API key: /`,
  FILL_FIELDS: `['subject', 'updated_at']`,
};

/**
 * Fills in what new:connector wrote under `root`, as a newcomer would; `mistakes` are facts read
 * wrongly. Answers the files. Throws when a placeholder has no fact.
 */
export function fillIn(root: string, mistakes: Readonly<Record<string, string>> = {}): string[] {
  const files = writeConnector(root, MADE_UP);
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    const filled = text.replace(/\bFILL_\w+/g, (name) => {
      const fact = mistakes[name] ?? FACTS[name];
      if (fact === undefined) throw new Error(`${file} asks for ${name}, which nobody knows`);
      return fact;
    });
    writeFileSync(join(root, file), filled);
  }
  return files;
}
