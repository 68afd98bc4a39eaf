import type { MessageKey } from '@/lib/client/words';
import type { Entity } from '@/lib/contract/common';

/** What the records of an entity are called. */
export const ENTITY_WORDS: Record<Entity, MessageKey> = {
  accounts: 'connection.entityAccounts',
  people: 'connection.entityPeople',
  opportunities: 'connection.entityOpportunities',
  activities: 'connection.entityActivities',
  calls: 'connection.entityCalls',
  messages: 'connection.entityMessages',
  documents: 'connection.entityDocuments',
  tickets: 'connection.entityTickets',
  posts: 'connection.entityPosts',
  users: 'connection.entityUsers',
  metrics: 'connection.entityMetrics',
  reference: 'connection.entityReference',
};
