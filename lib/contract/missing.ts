import { DomainError, type ErrorCode } from '@/lib/contract/errors';

/**
 * What is said when there is no such thing. A missing id, another workspace's id and text that is
 * no id at all are answered alike, so that an answer tells nothing about what exists elsewhere.
 */
const MISSING = {
  connection: { code: 'connection_not_found', detail: 'There is no connection with this id.' },
  run: { code: 'run_not_found', detail: undefined },
  connector: { code: 'unknown_connector', detail: undefined },
  collection: { code: 'unknown_collection', detail: 'There is no collection with this id.' },
  document: { code: 'not_found', detail: 'There is no document with this external id.' },
  member: { code: 'not_found', detail: 'The workspace has no such member.' },
  role: { code: 'not_found', detail: 'There is no such role.' },
  app: { code: 'not_found', detail: 'There is no such app.' },
  invitation: { code: 'not_found', detail: 'The workspace has no such open invitation.' },
  api_key: { code: 'not_found', detail: 'The workspace has no such API key.' },
  webhook_endpoint: { code: 'not_found', detail: 'There is no such webhook endpoint.' },
  webhook_delivery: { code: 'not_found', detail: 'There is no such delivery.' },
  auth_provider: { code: 'not_found', detail: 'There is no such auth provider.' },
  view: { code: 'not_found', detail: 'You have no such view.' },
  session: { code: 'not_found', detail: 'You have no such session.' },
} as const satisfies Record<string, { code: ErrorCode; detail: string | undefined }>;

export type MissingThing = keyof typeof MISSING;

/** The code that is answered when there is no such thing. */
export const missingCode = (thing: MissingThing): ErrorCode => MISSING[thing].code;

/** The error for a thing that is not there. */
export const missing = (thing: MissingThing): DomainError => {
  const { code, detail } = MISSING[thing];
  return new DomainError(code, detail === undefined ? {} : { detail });
};
