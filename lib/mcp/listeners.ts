import type { ServerEvent, ServerEventBus } from '@modelcontextprotocol/server';
import type { EventName } from '@/lib/contract/events';
import { latestEvent, readEvents, type TellingEvent } from '@/lib/events/service';
import { log } from '@/lib/platform/log';

/** What happened reaches a listener within this and the time of two statements. */
const LOOK_EVERY_MS = 500;
const BATCH = 500;
/** Listeners of one workspace in one process. */
const MAX_LISTENERS = 100;

/** Somebody who listens: a stream of one request. */
export interface Listener {
  workspace_id: string;
  /** Whether it may still listen; asked with every look. */
  isGood: () => Promise<boolean>;
  /** Whether it may hear of this connection. */
  mayHear: (connection_id: string) => Promise<boolean>;
  /** Ends the stream. */
  close: () => void;
  deliver?: (event: ServerEvent) => void;
}

const listeners = new Set<Listener>();
let looking = false;
/** How far this process has read, while anybody listens. */
let place = 0;

/** To be called before a listener is told that it is heard: what happens from here on reaches it. */
export async function prepare(): Promise<void> {
  if (!looking) place = await latestEvent();
}

/** Whether one more may listen in this workspace. */
export const hasRoom = (workspace_id: string): boolean =>
  [...listeners].filter((l) => l.workspace_id === workspace_id).length < MAX_LISTENERS;

/** Where the stream of one request hears from: what its listener may hear of, and nothing else. */
export function busOf(listener: Listener): ServerEventBus {
  return {
    publish: () => undefined,
    subscribe: (deliver) => {
      listener.deliver = deliver;
      listeners.add(listener);
      if (!looking) void look();
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/**
 * While anybody listens, reads what happened since the first began and tells whom it concerns. A
 * process reads for its own listeners alone and keeps its place in memory: who listens no longer
 * leaves nothing behind.
 */
async function look(): Promise<void> {
  looking = true;
  while (listeners.size > 0) {
    try {
      await closeDead();
      for (;;) {
        const events: TellingEvent[] = await readEvents(place, BATCH);
        for (const event of events) await tell(event);
        place = events.at(-1)?.seq ?? place;
        if (events.length < BATCH) break;
      }
    } catch (error) {
      log.warn({ error: String(error) }, 'listeners were not told of what happened');
    }
    await new Promise((resolve) => {
      setTimeout(resolve, LOOK_EVERY_MS).unref();
    });
  }
  looking = false;
}

async function closeDead(): Promise<void> {
  await Promise.all(
    [...listeners].map(async (listener) => {
      if (!(await listener.isGood())) listener.close();
    }),
  );
}

async function tell({ workspace_id, about, subject_id, event }: TellingEvent): Promise<void> {
  if (about !== 'connection') return;
  for (const listener of listeners) {
    if (listener.workspace_id !== workspace_id || !(await listener.mayHear(subject_id))) continue;
    for (const change of changesOf(event, subject_id)) listener.deliver?.(change);
  }
}

/** Connections that come and go change the list of what can be read. */
const LIST_CHANGES: ReadonlySet<EventName> = new Set([
  'connection.created',
  'connection.abandoned',
  'connection.updated',
]);

/** The resources that read otherwise after an event. */
function changesOf(event: EventName, id: string): ServerEvent[] {
  const uris = [
    `connection://${id}`,
    `connection://${id}/status`,
    ...(event.startsWith('run.') || event === 'records.changed' ? [`connection://${id}/runs`] : []),
    'connection://list',
  ];
  return [
    ...(LIST_CHANGES.has(event) ? [{ kind: 'resources_list_changed' as const }] : []),
    ...uris.map((uri) => ({ kind: 'resource_updated' as const, uri })),
  ];
}
