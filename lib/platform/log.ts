import { pino } from 'pino';
import { env } from '@/lib/platform/env';

/** Fields whose values never reach a log line, at any of the usual depths. */
const SECRET_FIELDS = [
  'api_key',
  'access_token',
  'refresh_token',
  'client_secret',
  'password',
  'token',
  'authorization',
  'cookie',
  'x-api-key',
  'x-api-token',
  'credentials',
  'key',
  'secret',
  'code',
  'code_verifier',
  'bearer_token',
];

/**
 * JSON lines on standard output. Last net under "secrets never reach logs": callers do not pass
 * them in the first place.
 */
export const log = pino({
  level: level(),
  redact: {
    paths: SECRET_FIELDS.flatMap((f) =>
      f.includes('-') ? [`["${f}"]`, `*["${f}"]`] : [f, `*.${f}`, `*.*.${f}`],
    ),
    censor: '[redacted]',
  },
  formatters: { level: (label) => ({ level: label }) },
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
});

/**
 * A build loads this module without settings; a server refuses to start without them, so the
 * fallback is never used there.
 */
function level(): string {
  try {
    return env().LOG_LEVEL;
  } catch {
    return 'info';
  }
}
