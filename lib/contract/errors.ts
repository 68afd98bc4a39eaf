/**
 * The one table of error codes. A code is stable: programs match on it. `title` names the kind of
 * problem, the thrown error adds `detail` (what happened this time) and may sharpen `fix` (what to
 * do about it).
 */
export const ERRORS = {
  // request
  invalid_request: {
    status: 400,
    title: 'The request is not valid',
    fix: 'Correct the fields named in "errors" and send it again.',
  },
  malformed_json: {
    status: 400,
    title: 'The body is not valid JSON',
    fix: 'Send a JSON object with Content-Type: application/json.',
  },
  malformed_body: {
    status: 400,
    title: 'The body is not text',
    fix: 'Send the body as UTF-8.',
  },
  malformed_url: {
    status: 400,
    title: 'The address is not valid',
    fix: 'Check the percent-encoding of the address.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body must be JSON',
    fix: 'Send Content-Type: application/json.',
  },
  body_too_large: { status: 413, title: 'The body is too large', fix: 'Keep the body under 1 MB.' },
  request_timeout: {
    status: 408,
    title: 'The body took too long to arrive',
    fix: 'Send the whole body within 15 seconds.',
  },
  method_not_allowed: {
    status: 405,
    title: 'This path does not take that method',
    fix: 'Use one of the methods in the Allow header.',
  },
  unknown_path: {
    status: 404,
    title: 'There is nothing at this path',
    fix: 'See /api/platform/v1/operations for every path you may use.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    fix: 'Wait for the seconds in Retry-After. The RateLimit header of every answer says what is left.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'That Idempotency-Key belongs to another request',
    fix: 'Use a new key for a new request. A key means its request for 24 hours.',
  },
  idempotency_key_in_use: {
    status: 409,
    title: 'The request with that Idempotency-Key is under way',
    fix: 'Wait a second and send it again: the answer will be that of the first.',
  },
  precondition_failed: {
    status: 412,
    title: 'It has changed since you read it',
    fix: 'Read it again, and send its new ETag in If-Match.',
  },
  invalid_cursor: {
    status: 400,
    title: 'The cursor is not one of ours',
    fix: 'Use the next_cursor of the page before, unchanged, or leave it out to start again.',
  },
  // who you are and what you may do
  unauthenticated: {
    status: 401,
    title: 'You are not signed in',
    fix: 'Send an API key in X-API-Key or Authorization: Bearer, or sign in.',
  },
  invalid_api_key: {
    status: 401,
    title: 'The API key is not valid',
    fix: 'Check the key, or create a new one in Settings → API keys.',
  },
  session_expired: { status: 401, title: 'Your session has ended', fix: 'Sign in again.' },
  cross_site_request: {
    status: 403,
    title: 'The request came from another site',
    fix: 'Send it from the console itself, or use an API key.',
  },
  api_key_ended: {
    status: 409,
    title: 'The API key no longer works',
    fix: 'Create a new one.',
  },
  api_key_replaced: {
    status: 409,
    title: 'The API key has a successor already',
    fix: 'Rotate the successor, or revoke it first.',
  },
  insufficient_scope: {
    status: 403,
    title: 'The API key lacks a scope',
    fix: 'Create a key with the scope named in "detail".',
  },
  forbidden: {
    status: 403,
    title: 'Your role does not allow this',
    fix: 'Ask an admin of the workspace.',
  },
  surface_read_only: {
    status: 403,
    title: 'Here you may look, and change nothing',
    fix: 'Ask an admin of the workspace for Write, in Settings → Access.',
  },
  workspace_required: {
    status: 400,
    title: 'Which workspace?',
    fix: 'Send the workspace slug in X-Inlet-Workspace.',
  },
  too_many_attempts: {
    status: 429,
    title: 'Too many attempts',
    fix: 'Wait for the time in Retry-After, then try again.',
  },
  // set-up and accounts
  already_set_up: {
    status: 409,
    title: 'Inlet is already set up',
    fix: 'Sign in with the account that was created first.',
  },
  weak_password: {
    status: 400,
    title: 'The password is too weak',
    fix: 'Use at least 12 characters that are not a common phrase.',
  },
  email_taken: {
    status: 409,
    title: 'That email already has an account',
    fix: 'Sign in, or use another email.',
  },
  invitation_invalid: {
    status: 404,
    title: 'This invitation is not valid',
    fix: 'Ask for a new invitation link.',
  },
  last_owner: {
    status: 409,
    title: 'A workspace needs an owner',
    fix: 'Make somebody else an owner first.',
  },
  not_found: { status: 404, title: 'Not found', fix: 'Check the id.' },
  // connecting
  unknown_connector: {
    status: 404,
    title: 'There is no such connector',
    fix: 'See GET /connections/catalog for the connectors there are.',
  },
  unknown_collection: {
    status: 404,
    title: 'There is no such collection',
    fix: 'Create it with POST /collections, or use the id of one that GET /collections lists.',
  },
  not_outbound: {
    status: 409,
    title: 'The connection writes nothing',
    fix: 'Use a connection of the connector notion-knowledge.',
  },
  parent_is_set: {
    status: 409,
    title: 'The database has been made under another page',
    fix: 'Send the page it is under, or connect once more.',
  },
  database_is_there: {
    status: 409,
    title: 'The database has not been deleted',
    fix: 'Nothing: it is written to as before.',
  },
  nothing_to_archive: {
    status: 409,
    title: 'No pages wait to be put into the trash',
    fix: 'See "archiving_held" of the knowledge sync for what waits to be confirmed.',
  },
  document_of_a_record: {
    status: 409,
    title: 'The document comes from a record',
    fix: 'Change it at its source; it follows by itself. Only its tags can be set here.',
  },
  collection_exists: {
    status: 409,
    title: 'There is a collection with that id',
    fix: 'Use it, or choose another id.',
  },
  collection_not_empty: {
    status: 409,
    title: 'The collection has connections',
    fix: 'Move or disconnect them first.',
  },
  connector_not_connectable: {
    status: 409,
    title: 'This connector cannot be connected yet',
    fix: 'See "availability_reason" in the catalog.',
  },
  credential_rejected: {
    status: 422,
    title: 'The provider did not accept the credential',
    fix: 'Check that the whole key was copied and that it is still active, then try again.',
  },
  provider_unavailable: {
    status: 503,
    title: 'The provider could not be reached',
    fix: 'Nothing was stored. Try again in a minute.',
  },
  provider_rate_limited: {
    status: 503,
    title: 'The provider asked us to slow down',
    fix: 'Nothing was stored. Try again in a minute.',
  },
  provider_misconfigured: {
    status: 502,
    title: 'The provider app is not set up correctly',
    fix: 'Ask whoever runs Inlet to check the provider app of this connector.',
  },
  provider_unsupported: {
    status: 422,
    title: 'The provider’s API does not show this',
    fix: 'Nothing was stored. See the connector in the catalog for what can be read.',
  },
  handle_invalid: {
    status: 400,
    title: 'That is not a valid handle',
    fix: 'Enter the public handle, for example @acme.',
  },
  handle_not_found: {
    status: 404,
    title: 'No account has that handle',
    fix: 'Check the spelling, or paste the address of the profile.',
  },
  account_mismatch: {
    status: 409,
    title: 'That is another account',
    fix: 'Authorize the account this connection had before, or send allow_account_change: true.',
  },
  connection_healthy: {
    status: 409,
    title: 'There is nothing to repair',
    fix: 'Disconnect it first if you want to authorize it again.',
  },
  account_already_connected: {
    status: 409,
    title: 'That account is already connected',
    fix: 'Use the existing connection.',
  },
  // working with a connection
  connection_not_found: {
    status: 404,
    title: 'Connection not found',
    fix: 'Check the id with GET /connections.',
  },
  run_not_found: {
    status: 404,
    title: 'Run not found',
    fix: 'Check the id with GET /connections/{id}/runs.',
  },
  run_not_live: {
    status: 409,
    title: 'The run has already ended',
    fix: 'There is nothing to cancel.',
  },
  sync_in_progress: {
    status: 409,
    title: 'A sync is already running',
    fix: 'Wait for the run named in "sync_run_id", or cancel it.',
  },
  not_syncable: {
    status: 409,
    title: 'This connection cannot sync now',
    fix: 'See "detail" for what has to happen first.',
  },
  sandbox_off: {
    status: 409,
    title: 'There is no sandbox here',
    fix: 'Connect an account of your own, or ask whoever runs Inlet to set SANDBOX=1.',
  },
  no_deletions_held: {
    status: 409,
    title: 'No deletions are held back',
    fix: 'See "deletions_held" of the connection for what waits to be confirmed.',
  },
  deletions_changed: {
    status: 409,
    title: 'More would be deleted by now',
    fix: 'Read the connection again and confirm the number it shows.',
  },
  unknown_stream: {
    status: 400,
    title: 'There is no such stream',
    fix: 'Use stream names from the catalog entry of this connector.',
  },
  unknown_provider: {
    status: 400,
    title: 'Nothing of this provider is received',
    fix: 'Use one of the providers named in "detail".',
  },
  webhook_unreachable: {
    status: 409,
    title: 'Providers cannot reach this installation',
    fix: 'Set CONNECTOR_WEBHOOK_BASE_URL to the public https address providers can deliver to.',
  },
  registration_refused: {
    status: 422,
    title: 'The provider did not take the address',
    fix: 'See "detail" for what it said. Nothing was kept.',
  },
  chat_refused: {
    status: 422,
    title: 'The chat did not take a first message',
    fix: 'See "detail" for what it said. Nothing was kept.',
  },
  not_replayable: {
    status: 409,
    title: 'This delivery cannot be handled again',
    fix: 'See "detail".',
  },
  no_webhook: {
    status: 409,
    title: 'This connection has no address of its own',
    fix: 'Use a connection of the webhook connector that is not disconnected.',
  },
  invalid_transition: {
    status: 409,
    title: 'That is not possible in the connection’s present state',
    fix: 'See "detail".',
  },
  owner_not_allowed: {
    status: 400,
    title: 'A workspace connection has no owner',
    fix: 'Set owner_user_id only on personal connections.',
  },
  owner_not_member: {
    status: 400,
    title: 'The owner must be a member of the workspace',
    fix: 'Use the id of a member; see GET /members.',
  },
  // ours
  internal: {
    status: 500,
    title: 'Something failed on our side',
    fix: 'Try again. If it keeps happening, report the request id.',
  },
} as const satisfies Record<string, { status: number; title: string; fix: string }>;

export type ErrorCode = keyof typeof ERRORS;

/**
 * What may travel with an error besides its code. `extra` becomes extra members of the problem
 * document.
 */
export interface ErrorDetails {
  detail?: string;
  fix?: string;
  errors?: { path: string; message: string }[];
  extra?: Record<string, unknown>;
  cause?: unknown;
}

/** An error a caller can act on. Everything else that is thrown is a bug and answers `internal`. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.detail ?? ERRORS[code].title, { cause: details.cause });
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
  }
}

/** The `application/problem+json` document (RFC 9457) every failed request answers with. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  fix: string;
  request_id: string;
  errors?: { path: string; message: string }[];
  [extra: string]: unknown;
}
