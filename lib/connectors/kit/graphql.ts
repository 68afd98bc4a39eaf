import type { RequestSpec } from '@/lib/connectors/kit/request';
import type { RuleSpec } from '@/lib/connectors/kit/rules';
import type { Json } from '@/lib/contract/common';

/** A GraphQL query as data. Variables that are undefined are left out. */
export function graphql(
  url: string,
  query: string,
  variables: Readonly<Record<string, Json | undefined>> = {},
): RequestSpec {
  const given = Object.entries(variables).filter((entry) => entry[1] !== undefined);
  return {
    method: 'POST',
    url,
    json: { query, variables: Object.fromEntries(given) as Record<string, Json> },
  };
}

/**
 * Errors in a good answer: GraphQL tells them beside the data, with status 200. The last rule of a
 * GraphQL connector, after those that know the provider's own codes.
 */
export const GRAPHQL_ERRORS: RuleSpec = {
  when: { status: 200, body: { 'errors.0.message': /./ } },
  then: 'fail',
  says: 'errors.0.message',
  source: 'GraphQL specification, October 2021, 7.1.2',
};
