import { isDeepStrictEqual } from 'node:util';
import type { Row } from '@/lib/connections/repository-read';
import type { Connector, Field } from '@/lib/connectors/kit';
import { DomainError } from '@/lib/contract/errors';
import { endpointOf, givenIn, TokenError } from '@/lib/oauth/service';

type Config = Readonly<Record<string, unknown>>;
type Given = ReturnType<typeof givenIn>;

/** What the connector declares of a config. */
const declared = ({ auth }: Connector): readonly Field[] =>
  auth.method === 'oauth' ? (auth.connect_fields ?? []) : [];

/** What the connector has to know before anybody leaves for the provider. Throws invalid_request. */
export function mustBeGiven(connector: Connector, config: Config): Given {
  const given = givenIn(config);
  const errors = declared(connector).flatMap((field) => {
    const value = given[field.key];
    const path = `config.${field.key}`;
    if (value === undefined || value === '')
      return field.required ? [{ path, message: 'This is required.' }] : [];
    return field.pattern && !new RegExp(field.pattern).test(value)
      ? [{ path, message: `This does not look like ${field.placeholder}.` }]
      : [];
  });
  if (errors.length > 0)
    throw new DomainError('invalid_request', {
      detail: `${connector.name} has to know more before you can sign in there.`,
      errors,
    });
  return given;
}

/**
 * The config a connection has after a change: what is sent, and what the connector asks for as it was
 * unless that is sent too. Throws invalid_request for what the connector does not take, and for what
 * says at which address its provider is: the grant was given there, and would be sent to another.
 */
export function changedConfig(connector: Connector, { config }: Row, changes: Config): Config {
  const asked = declared(connector).filter(({ key }) => key in config);
  const next = { ...Object.fromEntries(asked.map(({ key }) => [key, config[key]])), ...changes };
  const given = mustBeGiven(connector, next);
  if (!isDeepStrictEqual(addressOf(connector, given), addressOf(connector, givenIn(config))))
    throw new DomainError('invalid_request', {
      detail: 'What was authorized belongs to the address it was authorized at.',
      fix: 'Leave that as it is, or connect the other one.',
      errors: declared(connector)
        .filter(({ key }) => key in changes && changes[key] !== config[key])
        .map(({ key }) => ({ path: `config.${key}`, message: 'This stays as it is.' })),
    });
  return next;
}

/** Where the provider is, by what the person gave. Null: nowhere that is the provider's. */
function addressOf(connector: Connector, given: Given) {
  const { auth } = connector;
  if (auth.method !== 'oauth') return null;
  const oauth = { ...connector, auth };
  try {
    return [
      endpointOf(oauth, 'authorize_url', given).href,
      endpointOf(oauth, 'token_url', given).href,
      auth.given_facts?.(given) ?? null,
    ];
  } catch (error) {
    if (error instanceof TokenError) return null;
    throw error;
  }
}
