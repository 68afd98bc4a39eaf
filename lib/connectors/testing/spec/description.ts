import fs from 'node:fs';
import { buildSchema } from 'graphql';
import { parse as parseYaml } from 'yaml';
import type { Checker } from '@/lib/connectors/testing/spec/finding';
import { graphqlChecker } from '@/lib/connectors/testing/spec/graphql';
import { openapiChecker } from '@/lib/connectors/testing/spec/openapi';
import type { OpenApi } from '@/lib/connectors/testing/spec/openapi-document';

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
