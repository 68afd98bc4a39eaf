import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { getVariableValues } from 'graphql/execution/values';
import type { Exchange } from '@/lib/connectors/testing/spec/exchanges';
import type { Checker, Finding } from '@/lib/connectors/testing/spec/finding';

/** Holds queries, their variables and what they were answered against a GraphQL schema. */
export function graphqlChecker(schema: GraphQLSchema): Checker {
  return (exchange) => {
    if (!exchange.path.endsWith('/graphql')) return null;
    const asked = JSON.parse(exchange.request.text) as Asked;
    const document = parse(asked.query);
    const refused = validate(schema, document).map(({ message }) => ({ at: 'query', message }));
    if (refused.length > 0) return refused;
    return [...variables(schema, document, asked), ...answered(schema, document, exchange)];
  };
}

interface Asked {
  query: string;
  variables?: Record<string, unknown>;
}

function variables(schema: GraphQLSchema, document: DocumentNode, asked: Asked): Finding[] {
  const { variableDefinitions = [] } = operationOf(document);
  const { errors = [] } = getVariableValues(schema, variableDefinitions, asked.variables ?? {});
  return errors.map(({ message }) => ({ at: 'variables', message }));
}

function operationOf(document: DocumentNode) {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('The document holds no operation.');
  return operation;
}

function answered(schema: GraphQLSchema, document: DocumentNode, exchange: Exchange): Finding[] {
  const { data } = JSON.parse(exchange.response.text) as { data?: unknown };
  if (data === undefined || data === null) return [];
  const operation = operationOf(document);
  const findings: Finding[] = [];
  const type = schema.getRootType(operation.operation)!;
  const world = { schema, document, note: (one: Finding) => findings.push(one) };
  checkFields(world, { type, value: data, at: operation.operation, set: operation.selectionSet });
  return findings;
}

interface World {
  schema: GraphQLSchema;
  document: DocumentNode;
  note: (finding: Finding) => void;
}
interface Place {
  type: GraphQLOutputType;
  value: unknown;
  at: string;
  set: SelectionSetNode | undefined;
}

function checkValue(world: World, { type, value, at, set }: Place): void {
  if (value === null || value === undefined) {
    if (isNonNullType(type) || value === undefined)
      world.note({ at, message: `is ${value === null ? 'null, and may not be' : 'missing'}` });
    return;
  }
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    if (!Array.isArray(value)) return world.note({ at, message: 'is no list' });
    for (const item of value)
      checkValue(world, { type: nullable.ofType, value: item, at: `${at}[]`, set });
    return;
  }
  if (isCompositeType(nullable)) return checkFields(world, { type: nullable, value, at, set });
  if (!isScalarType(nullable) && !isEnumType(nullable)) return;
  try {
    nullable.parseValue(value);
  } catch (error) {
    world.note({ at, message: (error as Error).message });
  }
}

/** An object has the fields it was asked for, each of its type, and no others. */
function checkFields(world: World, { type, value, at, set }: Place): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return world.note({ at, message: 'is no object' });
  const asked = selected(world, set, getNamedType(type));
  const given = value as Record<string, unknown>;
  for (const key of Object.keys(given))
    if (!asked.has(key)) world.note({ at: `${at}.${key}`, message: 'was not asked for' });
  for (const [key, field] of asked)
    checkValue(world, { type: field.type, value: given[key], at: `${at}.${key}`, set: field.set });
}

interface Field {
  type: GraphQLOutputType;
  set: SelectionSetNode | undefined;
}

/** The fields of a selection by the names they are answered under. */
function selected(
  world: World,
  set: SelectionSetNode | undefined,
  type: ReturnType<typeof getNamedType>,
): Map<string, Field> {
  const found = new Map<string, Field>();
  if (!isObjectType(type) && !isInterfaceType(type)) return found;
  const fields = type.getFields();
  for (const one of set?.selections ?? []) {
    if (one.kind === Kind.FIELD) {
      const declared = fields[one.name.value];
      const name = one.alias?.value ?? one.name.value;
      if (declared) found.set(name, { type: declared.type, set: one.selectionSet });
      continue;
    }
    const inner =
      one.kind === Kind.INLINE_FRAGMENT ? one.selectionSet : fragment(world, one.name.value);
    for (const [name, field] of selected(world, inner, type)) found.set(name, field);
  }
  return found;
}

function fragment({ document }: World, name: string): SelectionSetNode | undefined {
  for (const one of document.definitions)
    if (one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name) return one.selectionSet;
  return undefined;
}
