import { createHash } from 'node:crypto';
import { DomainError } from '@/lib/contract/errors';
import type { Principal } from '@/lib/contract/principal';
import { newId } from '@/lib/platform/ids';
import {
  claimAnswer,
  findAnswer,
  releaseAnswer,
  storeAnswer,
  type AnswerKey,
} from '@/lib/requests/repository';
import { seal, unseal } from '@/lib/vault/service';

/** How long an answer is kept for whoever sends the request again. */
export const ANSWERS_KEPT_HOURS = 24;
/** Longer than any request takes. A process that died in the middle lets go of its keys after it. */
const LEASE_SECONDS = 120;
const KEY = /^[\x21-\x7e]{1,255}$/;

/** An answer as it was given. */
export interface KeptAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}
/** What is kept of a request: what it was, and once it is there what came of it. */
interface Kept {
  fingerprint: string;
  answer?: KeptAnswer;
}

const place = (workspace_id: string, row_id: string) => ({
  table: 'idempotent_answers',
  column: 'cipher',
  workspace_id,
  row_id,
});

/**
 * Answers a request with an Idempotency-Key once: the same key and request again, from the same
 * caller within 24 hours, gets the answer of the first with `again`. An answer of 500 or more is not
 * kept: the request may be tried once more. Throws idempotency_key_reused when the key came with
 * another request, idempotency_key_in_use while the first is under way, invalid_request when it is
 * no key.
 */
export async function answerOnce(
  principal: Principal,
  key: string,
  request: readonly string[],
  answer: () => Promise<KeptAnswer>,
): Promise<KeptAnswer & { again: boolean }> {
  if (!KEY.test(key))
    throw new DomainError('invalid_request', {
      detail: 'Idempotency-Key must be 1 to 255 visible ASCII characters.',
      errors: [{ path: 'Idempotency-Key', message: 'Send a UUID, for example.' }],
    });
  const workspace_id = principal.workspace.id;
  const at: AnswerKey = { workspace_id, caller: callerOf(principal), key };
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('base64url');
  const id = newId();
  const claim = await seal(place(workspace_id, id), JSON.stringify({ fingerprint } satisfies Kept));
  const claimed = await claimAnswer(at, {
    id,
    cipher: claim.cipher,
    lease_seconds: LEASE_SECONDS,
    kept_hours: ANSWERS_KEPT_HOURS,
  });
  if (!claimed) return { ...(await earlier(at, fingerprint)), again: true };
  try {
    const given = await answer();
    if (given.status >= 500) await releaseAnswer(workspace_id, id);
    else {
      const kept = JSON.stringify({ fingerprint, answer: given } satisfies Kept);
      await storeAnswer(workspace_id, id, (await seal(place(workspace_id, id), kept)).cipher);
    }
    return { ...given, again: false };
  } catch (error) {
    await releaseAnswer(workspace_id, id);
    throw error;
  }
}

async function earlier(at: AnswerKey, fingerprint: string): Promise<KeptAnswer> {
  const row = await findAnswer(at);
  // Its request failed between our two statements: whoever asks may try again at once.
  if (!row) throw inUse();
  const { workspace_id } = at;
  const kept = JSON.parse(await unseal(place(workspace_id, row.id), row.cipher)) as Kept;
  if (kept.fingerprint !== fingerprint) throw new DomainError('idempotency_key_reused');
  if (!kept.answer) throw inUse();
  return kept.answer;
}

const inUse = () =>
  new DomainError('idempotency_key_in_use', { extra: { retry_after_seconds: 1 } });

function callerOf(principal: Principal): string {
  switch (principal.kind) {
    case 'user':
      return `user/${principal.user_id}`;
    case 'api_key':
      return `api_key/${principal.key_id}`;
    case 'system':
      return 'system';
  }
}
