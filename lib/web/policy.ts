/**
 * What a page may load and do. Scripts: those of this answer, known by its nonce, and what they load
 * themselves. Styles may be inline, because the components place things with them. Images may come
 * from any https host, because providers serve avatars from theirs. `development`: Next's tools
 * evaluate code and listen for changes.
 */
export const pagePolicy = (nonce: string, { development }: { development: boolean }): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: https:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "frame-ancestors 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');

/** Where a page is told the nonce of its own scripts. */
export const NONCE_HEADER = 'x-nonce';

/** What is no page loads nothing and is shown in no frame. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

/** The sandbox's consent pages: a form and inline styles, no script at all. */
export const CONSENT_POLICY = `${DATA_POLICY}; style-src 'unsafe-inline'; form-action 'self'`;
