import type { MessageKey } from '@/lib/client/words';
import type { CallVerdict, RunLogLine } from '@/lib/contract/runs';

/** What came of a call to a provider. */
export const VERDICT_WORDS: Record<CallVerdict, MessageKey> = {
  ok: 'connection.verdictOk',
  rate_limited: 'connection.verdictRateLimited',
  retry: 'connection.verdictRetry',
  no_answer: 'connection.verdictNoAnswer',
  no_list: 'connection.verdictNoList',
  too_large: 'connection.verdictTooLarge',
  refresh_token: 'connection.verdictRefreshToken',
  needs_reauth: 'connection.verdictNeedsReauth',
  missing_scope: 'connection.verdictMissingScope',
  empty_page: 'connection.verdictEmptyPage',
  not_ready: 'connection.verdictNotReady',
  gone: 'connection.verdictGone',
  restart_pass: 'connection.verdictRestartPass',
  bookmark_gone: 'connection.verdictBookmarkGone',
  config: 'connection.verdictConfig',
  operator: 'connection.verdictOperator',
  fail: 'connection.verdictFail',
};

/** Whether a line is a call that did not bring what was asked for. */
export const isFailedCall = ({ call, status }: RunLogLine): boolean =>
  call ? call.verdict !== 'ok' : status !== null && status >= 400;
