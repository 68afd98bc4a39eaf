import {
  buildSchema,
  defaultFieldResolver,
  getNullableType,
  graphqlSync,
  GraphQLError,
  isEnumType,
  isListType,
  isNonNullType,
  isScalarType,
} from 'graphql';
import type { GraphQLFieldResolver, GraphQLOutputType, GraphQLSchema } from 'graphql';

/** What a query came to: data, and errors as the provider writes them. */
export interface GraphqlResult {
  data: unknown;
  errors: readonly GraphQLError[];
}

/** A schema as the provider's documentation describes it. Throws when it is none. */
export const schemaOf = (description: string): GraphQLSchema => buildSchema(description);

/**
 * Answers a query from `roots`, a function or value per field of the query. What the schema does
 * not have is refused, as the provider would, before anything is looked up. What a record does not
 * tell is an error where it must not be null; with `untold: 'least'`, as little as the schema allows.
 */
export function answerQuery(
  schema: GraphQLSchema,
  roots: object,
  { query, variables }: { query: string; variables: unknown },
  { untold }: { untold?: 'least' } = {},
): GraphqlResult {
  const { data = null, errors = [] } = graphqlSync({
    schema,
    source: query,
    rootValue: roots,
    variableValues: (variables ?? {}) as Record<string, unknown>,
    ...(untold ? { fieldResolver: toldOrLeast } : {}),
  });
  return { data, errors };
}

const toldOrLeast: GraphQLFieldResolver<unknown, unknown> = (source, args, context, info) => {
  const told = defaultFieldResolver(source, args, context, info);
  return told === undefined ? leastOf(info.returnType) : told;
};

const LEAST: Readonly<Record<string, unknown>> = {
  Int: 0,
  Float: 0,
  Boolean: false,
  DateTime: '2026-01-01T00:00:00.000Z',
  JSONObject: {},
};

/** Null where it may be null; otherwise nothing, zero, no, the first of several names. */
function leastOf(type: GraphQLOutputType): unknown {
  if (!isNonNullType(type)) return null;
  const of = getNullableType(type);
  if (isListType(of)) return [];
  if (isEnumType(of)) return of.getValues()[0]!.value;
  return isScalarType(of) ? (LEAST[of.name] ?? '') : {};
}

/** An error with the provider's code, for a root that finds nothing. */
export const graphqlError = (message: string, code: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code } });
