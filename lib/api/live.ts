import { authenticate } from '@/lib/access/service';
import { authorize } from '@/lib/api/execute';
import { methods, type Handler } from '@/lib/api/methods';
import { problemResponse } from '@/lib/api/problem';
import { OPERATIONS, type AnyOperation } from '@/lib/contract';
import { DomainError } from '@/lib/contract/errors';
import type { UserPrincipal } from '@/lib/contract/principal';
import { latestEvent, readEvents } from '@/lib/events/service';
import { log } from '@/lib/platform/log';

/** What happened reaches a page within this and the time of two statements. */
const LOOK_EVERY_MS = 1_000;
/** A session that has ended hears nothing more after this; a proxy sees that the stream lives. */
const CHECK_EVERY_MS = 15_000;
const BATCH = 500;
/** Streams of one process. More pages than that ask again by themselves. */
const MAX_STREAMS = 2_000;

/** A page that is open. */
interface Stream {
  workspace_id: string;
  request: Request;
  /** Nothing once it is closed: a page may go while its session is asked for. */
  send: (text: string) => void;
  close: () => void;
  checked_at: number;
}

const streams = new Set<Stream>();
let looking = false;
/** How far this process has read, while any page is open. */
let place = 0;

/**
 * Tells an open page which connections changed, as server-sent events, until it goes or its session
 * ends. A hint to read again, never the data: what may be read is decided when it is.
 */
const listen: Handler = async (request) => {
  try {
    const principal = await sessionOf(request);
    if (streams.size >= MAX_STREAMS)
      throw new DomainError('rate_limited', { detail: 'Too many pages are open.' });
    if (!looking) place = await latestEvent();
    return new Response(streamFor(request, principal.workspace.id), {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        // no-transform: compressed it would arrive when its buffer is full.
        'cache-control': 'private, no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    });
  } catch (error) {
    return problemResponse(error, { request });
  }
};

/** HEAD is refused: it would open a stream nobody reads. */
export const live = methods({ GET: listen }, { head: false });

/** A person who may read connections; a key has the protocol for listeners. */
async function sessionOf(request: Request): Promise<UserPrincipal> {
  const url = new URL(request.url);
  const headers = new Headers(request.headers);
  // EventSource sends no headers of its own.
  const slug = url.searchParams.get('workspace');
  if (slug) headers.set('x-inlet-workspace', slug);
  const principal = await authenticate(new Request(url, { headers }));
  if (principal.kind !== 'user')
    throw new DomainError('forbidden', { detail: 'This is for pages of the console.' });
  authorize(OPERATIONS.listConnections as unknown as AnyOperation, principal);
  return principal;
}

function streamFor(request: Request, workspace_id: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stream: Stream;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const close = () => {
        if (streams.delete(stream)) controller.close();
      };
      stream = {
        workspace_id,
        request,
        send: (text) => {
          if (streams.has(stream)) controller.enqueue(encoder.encode(text));
        },
        close,
        checked_at: Date.now(),
      };
      streams.add(stream);
      request.signal.addEventListener('abort', close, { once: true });
      stream.send('retry: 3000\n\n');
      if (!looking) void look();
    },
    cancel() {
      streams.delete(stream);
    },
  });
}

/** While any page is open, reads what happened and tells those it concerns. */
async function look(): Promise<void> {
  looking = true;
  while (streams.size > 0) {
    try {
      await check();
      await tell();
    } catch (error) {
      log.warn({ error: String(error) }, 'open pages were not told of what happened');
    }
    await new Promise((resolve) => {
      setTimeout(resolve, LOOK_EVERY_MS).unref();
    });
  }
  looking = false;
}

/** Ends the streams of sessions that have ended, each asked for in its turn. */
async function check(): Promise<void> {
  for (const stream of streams)
    if (Date.now() - stream.checked_at >= CHECK_EVERY_MS) await checkOne(stream);
}

async function checkOne(stream: Stream): Promise<void> {
  stream.checked_at = Date.now();
  const good = await sessionOf(stream.request).then(
    () => true,
    (error: unknown) => !(error instanceof DomainError),
  );
  if (good) stream.send(': still here\n\n');
  else stream.close();
}

/** What an event is about that changes who may do what: pages learn of it at once. */
const DECIDES: ReadonlySet<string> = new Set(['app', 'role', 'member', 'workspace']);

async function tell(): Promise<void> {
  for (;;) {
    const events = await readEvents(place, BATCH);
    const changed = Map.groupBy(
      events.filter(({ about }) => about === 'connection'),
      ({ workspace_id }) => workspace_id,
    );
    const decided = new Set(
      events.filter(({ about }) => DECIDES.has(about)).map(({ workspace_id }) => workspace_id),
    );
    for (const stream of streams) {
      if (decided.has(stream.workspace_id)) {
        stream.send('event: access\ndata: {}\n\n');
        await checkOne(stream);
      }
      if (!streams.has(stream)) continue;
      const ids = new Set(changed.get(stream.workspace_id)?.map((event) => event.subject_id));
      if (ids.size > 0)
        stream.send(`event: connections\ndata: ${JSON.stringify({ ids: [...ids] })}\n\n`);
    }
    place = events.at(-1)?.seq ?? place;
    if (events.length < BATCH) return;
  }
}
