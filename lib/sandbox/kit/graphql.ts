import { buildSchema, graphqlSync, GraphQLError } from 'graphql';
import type { GraphQLSchema } from 'graphql';

/** What a query came to: data, and errors as the provider writes them. */
export interface GraphqlResult {
  data: unknown;
  errors: readonly GraphQLError[];
}

/** A schema as the provider's documentation describes it. Throws when it is none. */
export const schemaOf = (description: string): GraphQLSchema => buildSchema(description);

/**
 * Answers a query from `roots`, a function or value per field of the query. What the schema does
 * not have is refused, as the provider would, before anything is looked up.
 */
export function answerQuery(
  schema: GraphQLSchema,
  roots: object,
  { query, variables }: { query: string; variables: unknown },
): GraphqlResult {
  const { data = null, errors = [] } = graphqlSync({
    schema,
    source: query,
    rootValue: roots,
    variableValues: (variables ?? {}) as Record<string, unknown>,
  });
  return { data, errors };
}

/** An error with the provider's code, for a root that finds nothing. */
export const graphqlError = (message: string, code: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code } });
