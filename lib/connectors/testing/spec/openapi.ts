import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Exchange } from '@/lib/connectors/testing/spec/exchanges';
import type { Checker, Finding } from '@/lib/connectors/testing/spec/finding';
import {
  pointer,
  readable,
  resolve,
  type Node,
  type OpenApi,
} from '@/lib/connectors/testing/spec/openapi-document';
import { operationsOf, type Operation } from '@/lib/connectors/testing/spec/operations';
import { grouped } from '@/lib/connectors/testing/spec/parameters';
import { undeclared } from '@/lib/connectors/testing/spec/undeclared';

/**
 * Holds exchanges against an OpenAPI description: that the operation is there, that each parameter
 * and field of the body is declared and of its type, that what is required is sent, and that the
 * answer is as its status says, without a field nobody declares.
 */
export function openapiChecker(raw: OpenApi): Checker {
  const document = readable(raw);
  const world: World = { document, sent: validators(document, true), got: validators(document) };
  const find = operationsOf(document);
  return (exchange) => {
    const found = find(exchange);
    if (found === null) return null;
    if (typeof found === 'string') return [{ at: found, message: 'is not described' }];
    return [
      ...checkQuery(world, found, exchange),
      ...checkBody(world, found, exchange),
      ...checkAnswer(world, found, exchange),
    ];
  };
}

interface World {
  document: OpenApi;
  /** For what is sent as text: numbers are read out of it. */
  sent: Validators;
  got: Validators;
}
/** The schema at a place of the description, ready to validate. */
type Validators = (at: readonly string[]) => ValidateFunction;

function validators(document: OpenApi, coerceTypes = false): Validators {
  const ajv = new Ajv2020({
    strict: false,
    validateSchema: false,
    logger: false,
    allErrors: true,
    coerceTypes: coerceTypes ? 'array' : false,
  });
  (addFormats as unknown as (ajv: unknown) => void)(ajv);
  ajv.addSchema(document, 'document');
  return (at) => {
    const $ref = `document#${pointer(at)}`;
    return ajv.getSchema($ref) ?? ajv.compile({ $ref });
  };
}

function checkQuery(world: World, operation: Operation, { query }: Exchange): Finding[] {
  const declared = operation.parameters.filter((one) => one.in === 'query');
  const given = grouped(query);
  const unknown = Object.keys(given).filter((name) => !declared.some((one) => one.name === name));
  return [
    ...unknown.map((name) => ({
      at: `${operation.name} query ${name}`,
      message: 'is no parameter',
    })),
    ...declared.flatMap(({ name, required, schema }) => {
      const at = `${operation.name} query ${name}`;
      if (!Object.hasOwn(given, name)) return required ? [{ at, message: 'is required' }] : [];
      if (!schema) return [];
      const value = asDeclared(given[name], resolve(world.document, schema).node);
      return faults(world.sent(schema), value, at);
    }),
  ];
}

/** A list may come in one text, with commas. */
const asDeclared = (value: unknown, { type }: Node): unknown =>
  type === 'array' && typeof value === 'string' ? value.split(',') : value;

function checkBody(world: World, operation: Operation, { request }: Exchange): Finding[] {
  const at = `${operation.name} body`;
  if (request.text === '') return operation.body_required ? [{ at, message: 'is required' }] : [];
  const schema = operation.bodies.get(request.type) ?? operation.bodies.get('*/*');
  if (!schema) return [{ at, message: `may not be ${request.type}` }];
  const form = request.type === 'application/x-www-form-urlencoded';
  const value: unknown = form
    ? grouped(new URLSearchParams(request.text))
    : JSON.parse(request.text);
  return [
    ...faults((form ? world.sent : world.got)(schema), value, at),
    ...undeclared(world.document, schema, value).map((path) => ({
      at: `${at} ${path}`,
      message: 'is not declared',
    })),
  ];
}

function checkAnswer(world: World, operation: Operation, { response }: Exchange): Finding[] {
  const at = `${operation.name} ${response.status}`;
  const answer = operation.answer(response.status);
  if (!answer) return [{ at, message: 'is a status nobody described' }];
  const schema = answer.get(response.type) ?? answer.get('application/json') ?? answer.get('*/*');
  if (!schema) return [];
  if (!answer.has(response.type) && !answer.has('*/*') && response.type !== 'application/json')
    return [{ at, message: `may not be ${response.type}` }];
  const value: unknown = JSON.parse(response.text);
  return [
    ...faults(world.got(schema), value, at),
    ...undeclared(world.document, schema, value).map((path) => ({
      at: `${at} ${path}`,
      message: 'is not declared',
    })),
  ];
}

function faults(validate: ValidateFunction, value: unknown, at: string): Finding[] {
  const copy = { value: structuredClone(value) };
  if (validate(copy.value)) return [];
  return outermost(validate.errors ?? []).map((error) => ({
    at: `${at} ${error.instancePath.replace(/\/\d+(?=\/|$)/g, '/[]')}`.trim(),
    message: messageOf(error, valueAt(copy.value, error.instancePath)),
  }));
}

/** Descriptions forget to say that there may be null far more often than providers answer wrongly. */
function messageOf({ keyword, message = '', params }: ErrorObject, value: unknown): string {
  if (value === null) return 'is null, which is not described';
  if (keyword === 'enum')
    return `is ${JSON.stringify(value)}, which is not among the allowed values`;
  return keyword === 'additionalProperties'
    ? `must not have ${JSON.stringify(params.additionalProperty)}`
    : message;
}

function valueAt(value: unknown, path: string): unknown {
  let here = value;
  for (const key of path.split('/').slice(1))
    here = (here as Record<string, unknown>)[key.replaceAll('~1', '/').replaceAll('~0', '~')];
  return here;
}

/** Of a choice nothing fits, the choice itself is the fault; what its branches say is noise. */
function outermost(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  return errors.filter(
    (one) =>
      !choices.some(
        (choice) => choice !== one && one.schemaPath.startsWith(`${choice.schemaPath}/`),
      ),
  );
}
