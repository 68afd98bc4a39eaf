import fs from 'node:fs';
import { buildSchema } from 'graphql';
import { parse as parseYaml } from 'yaml';
import type { Exchange } from '@/lib/connectors/testing/spec/exchanges';
import { graphqlChecker } from '@/lib/connectors/testing/spec/graphql';
import { openapiChecker, type OpenApi } from '@/lib/connectors/testing/spec/openapi';

/**
 * What an official description says against an exchange. `at` names the place without the values
 * that were met there, so that the same fault of two thousand records is one.
 */
export interface Finding {
  at: string;
  message: string;
}

/** Holds one exchange against a description; null: the description says nothing of this address. */
export type Checker = (exchange: Exchange) => Finding[] | null;

/**
 * Reads a provider's own description: OpenAPI 3 or Swagger 2 as JSON or YAML, or a GraphQL schema.
 * Throws when the file is neither.
 */
export function checkerOf(file: string): Checker {
  const text = fs.readFileSync(file, 'utf8');
  if (/\.(graphql|gql)$/.test(file)) return graphqlChecker(buildSchema(text));
  const document = (file.endsWith('.json') ? JSON.parse(text) : parseYaml(text)) as OpenApi;
  if (!document?.paths) throw new Error(`${file} is no OpenAPI description: it has no paths.`);
  return openapiChecker(document);
}
