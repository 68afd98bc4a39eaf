import type * as z from 'zod';
import * as access from '@/lib/access/service';
import { listOperations } from '@/lib/api/operations';
import * as catalog from '@/lib/catalog/service';
import * as connections from '@/lib/connections/service';
import type { OperationId, Operations } from '@/lib/contract';
import type { Actor } from '@/lib/contract/principal';
import * as demo from '@/lib/demo/service';
import * as knowledge from '@/lib/knowledge/service';
import * as mirror from '@/lib/mirror/service';
import * as metrics from '@/lib/metrics/service';
import * as notifications from '@/lib/notifications/service';
import * as operations from '@/lib/operations/service';
import * as schedule from '@/lib/schedule/service';
import * as webhooks from '@/lib/webhooks/service';

/** A service behind an operation: an actor and parsed input in, data out, DomainError thrown. */
export type Service<Id extends OperationId> = (
  actor: Actor,
  input: z.output<Operations[Id]['input']>,
) => Promise<z.input<Operations[Id]['output']>>;

export const ROOMS = {
  catalog,
  connections,
  access,
  schedule,
  operations,
  webhooks,
  metrics: {
    getMetrics: metrics.getMetrics,
    getMetricsSummary: metrics.getMetricsSummary,
    compareMetrics: metrics.compareMetrics,
  },
  knowledge: {
    listDocuments: knowledge.listDocuments,
    getDocument: knowledge.getDocument,
    putDocument: knowledge.putDocument,
    deleteDocument: knowledge.deleteDocument,
    tagDocument: knowledge.tagDocument,
  },
  mirror: {
    previewKnowledge: mirror.previewKnowledge,
    getKnowledgeSync: mirror.getKnowledgeSync,
    setKnowledgeSync: mirror.setKnowledgeSync,
    listKnowledgeParents: mirror.listKnowledgeParents,
    listMirroredPages: mirror.listMirroredPages,
    answerMirroredPage: mirror.answerMirroredPage,
    makeDatabaseAgain: mirror.makeDatabaseAgain,
    confirmArchiving: mirror.confirmArchiving,
    listKnowledgeRuns: mirror.listKnowledgeRuns,
  },
  demo: {
    getSetUp: demo.getSetUp,
    putSandboxTwin: demo.putSandboxTwin,
    deleteSandboxTwin: demo.deleteSandboxTwin,
  },
  notifications,
  api: { listOperations },
};

/**
 * An operation is answered by the service of its name in the door of a room. The type holds each
 * against its schemas; an operation without a service does not compile.
 */
export const HANDLERS: { [Id in OperationId]: Service<Id> } = {
  ...ROOMS.catalog,
  ...ROOMS.connections,
  ...ROOMS.access,
  ...ROOMS.schedule,
  ...ROOMS.operations,
  ...ROOMS.webhooks,
  ...ROOMS.metrics,
  ...ROOMS.knowledge,
  ...ROOMS.mirror,
  ...ROOMS.demo,
  ...ROOMS.notifications,
  ...ROOMS.api,
};
