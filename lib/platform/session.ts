/**
 * What Inlet relies on in every session, whatever the server, the database or the role has set.
 * Imports nothing, so that the plain scripts can load it as well.
 */
const PINNED: Readonly<Record<string, string>> = {
  client_encoding: 'UTF8',
  timezone: 'UTC',
  datestyle: 'ISO,MDY',
  intervalstyle: 'postgres',
  extra_float_digits: '1',
  bytea_output: 'hex',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  transform_null_equals: 'off',
  default_transaction_isolation: String.raw`read\ committed`,
  default_transaction_read_only: 'off',
  lock_timeout: '0',
};
/** PostgreSQL's own default. A DATABASE_URL may name another schema in its own `options`. */
const SEARCH_PATH = '-c search_path="$user",public';

/**
 * The address with the settings of a session in it, as every connection of Inlet uses it. They are
 * part of the connection's start and cost no round trip. Options the address has already are kept;
 * of ours only the schema gives way to them.
 */
export function pinnedUrl(database_url: string): string {
  const url = new URL(database_url);
  const settings = Object.entries(PINNED).map(([name, value]) => `-c ${name}=${value}`);
  const given = url.searchParams.get('options') ?? '';
  url.searchParams.set('options', [SEARCH_PATH, given, ...settings].filter(Boolean).join(' '));
  return url.toString();
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/;

/**
 * Why a connection to the database could not be made, and the ways out, for whoever runs Inlet.
 * `error` is what the driver threw; null when it is about something else.
 */
export function databaseTrouble(error: unknown): { reason: string; fix: string } | null {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const reason = message || code;
  if (CERTIFICATE.test(code))
    return {
      reason: `its certificate could not be verified (${code})`,
      fix:
        'Name its authority in DATABASE_URL ' +
        '(?sslmode=verify-full&sslrootcert=/path/to/ca.pem) or in NODE_EXTRA_CA_CERTS; or, ' +
        'where the network is your own, encrypt without checking: ?sslmode=no-verify.',
    };
  if (/does not support SSL/.test(message))
    return {
      reason,
      fix: 'Turn SSL on at the server, or, where the network is your own, use ?sslmode=disable.',
    };
  if (/^28(000|P01)$/.test(code))
    return { reason, fix: 'Check the user and the password in DATABASE_URL.' };
  if (code === '3D000')
    return { reason, fix: 'Create the database, or correct its name in DATABASE_URL.' };
  if (/^(E[A-Z_]+|57P0[1-3]|53300)$/.test(code) || /timeout|terminated/i.test(message))
    return { reason, fix: 'Check the address in DATABASE_URL, and that the server is running.' };
  return null;
}
