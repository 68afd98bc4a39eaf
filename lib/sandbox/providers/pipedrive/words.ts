import { json } from '@/lib/sandbox/kit/call';
import type { Reply } from '@/lib/sandbox/kit/call';
import type { Refusal } from '@/lib/sandbox/kit/refusal';

const ERRORS: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'unauthorized access',
  402: 'Payment required',
  404: 'Entity not found',
  405: 'Method not allowed',
  410: 'Gone',
  500: 'Internal server error',
  503: 'Service unavailable',
};

export const overLimit = (headers: Record<string, string>): Reply =>
  json(429, { success: false, error: 'request over limit', code: 429 }, headers);

/** Refusals in Pipedrive's words: readme.io, “HTTP status codes”; 401 and 429 as recorded. */
export function refuse(refusal: Refusal): Reply {
  const { status, why, wait_s = 0 } = refusal;
  if (status === 429)
    return overLimit({ 'x-ratelimit-reset': String(wait_s), 'x-ratelimit-remaining': '0' });
  return json(status, {
    success: false,
    error: why === 'no_endpoint' ? 'Unknown method .' : (ERRORS[status] ?? refusal.message),
    ...(status === 401 ? { errorCode: 401 } : { code: status }),
    error_info: infoOf(refusal),
    data: null,
    additional_data: null,
  });
}

function infoOf({ status, why, message, parameter = '', phrase = '' }: Refusal): string | null {
  if (status === 401) return 'Please check developers.pipedrive.com';
  if (why === 'unknown_parameter') return `Parameter ${parameter} is not allowed`;
  if (why === 'missing_parameter') return `Parameter ${parameter} is required`;
  if (why === 'bad_parameter') return `Parameter ${parameter} ${phrase}`;
  return status >= 500 || why === 'no_endpoint' ? null : message;
}
