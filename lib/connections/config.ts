import { isDeepStrictEqual } from 'node:util';
import type { Row } from '@/lib/connections/repository-read';
import type { Connector, Field } from '@/lib/connectors/kit';
import { DomainError } from '@/lib/contract/errors';
import { givenIn } from '@/lib/oauth/service';

type Config = Readonly<Record<string, unknown>>;
type Given = ReturnType<typeof givenIn>;

/** What the connector declares of a config: where the provider of a grant is found. */
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
 * The config a connection has after a change: what is sent, and of what its connector declares what
 * there was. That says at which address the provider is, and the grant was given there: with another
 * it would be sent to somebody else, so that it changes by connecting alone. Throws invalid_request.
 */
export function changedConfig(connector: Connector, { config }: Row, changes: Config): Config {
  const keys = declared(connector).map(({ key }) => key);
  const moved = keys.filter(
    (key) => key in changes && !isDeepStrictEqual(changes[key], config[key] ?? null),
  );
  if (moved.length > 0)
    throw new DomainError('invalid_request', {
      detail: `What was authorized belongs to ${moved.map((key) => `config.${key}`).join(' and ')}.`,
      fix: 'Leave it as it is, or connect the other one.',
      errors: moved.map((key) => ({ path: `config.${key}`, message: 'This stays as it is.' })),
    });
  const kept = Object.fromEntries(
    keys.flatMap((key) => (key in config ? [[key, config[key]]] : [])),
  );
  return { ...changes, ...kept };
}
