import { at, detail, LATER, listAt, pages, text } from '@/lib/connectors/kit';
import type { At, RequestSpec, Walk } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

/** Without the answer of a sign-in (a token that was brought along): the host of companies in the US. */
export function baseOf(details: Readonly<Record<string, string>>): string {
  return details.api_base_url ?? 'https://api.gong.io';
}

/** A hundred on a page, and no parameter for it. The cursor is there only while there is more. */
function listing(records: string, request: (at: At<string>) => RequestSpec): Walk {
  return pages<string>({ request, records, next: ({ body }) => text(body, 'records.cursor') });
}

/** Everybody in Gong. */
export function users(): Walk {
  return listing('users', ({ page, account }) => ({
    url: `${baseOf(account.details)}/v2/users`,
    query: { cursor: page ?? undefined },
  }));
}

/** Calls that began since then, with what is wanted of each; every page repeats the filter. */
export function calls(exposedFields: Json, context?: 'Extended'): Walk {
  return listing('calls', ({ page, since, account }) => ({
    method: 'POST',
    url: `${baseOf(account.details)}/v2/calls/extensive`,
    json: {
      ...(page === null ? {} : { cursor: page }),
      filter: since === null ? {} : { fromDateTime: since },
      contentSelector: { ...(context && { context }), exposedFields },
    } as Json,
  }));
}

/** All that Gong makes of a call. */
export const EVERYTHING: Json = {
  parties: true,
  content: {
    brief: true,
    keyPoints: true,
    outline: true,
    topics: true,
    trackers: true,
    highlights: true,
    callOutcome: true,
  },
  interaction: { speakers: true },
  collaboration: { publicComments: true },
};

/** A hundred transcripts in a call: there are 10,000 calls a day for everybody in the company. */
export function transcripts(): Walk {
  return detail({
    listing: calls({ parties: true }),
    id: (call) => text(call, 'metaData.id') ?? '',
    most: 100,
    expandAll: async (found, { ask, context }) => {
      const callIds = found.map((call) => text(call, 'metaData.id') ?? '');
      const { body } = await ask(
        {
          method: 'POST',
          url: `${baseOf(context.account.details)}/v2/calls/transcript`,
          json: { filter: { callIds } },
        },
        { list: 'callTranscripts', of_record: true },
      );
      const said = new Map(
        listAt(body, 'callTranscripts').map((one) => [text(one, 'callId'), at(one, 'transcript')]),
      );
      return found.map((call, i) => {
        const transcript = said.get(callIds[i]!) ?? [];
        if (listAt(transcript, '').length === 0) return LATER;
        return { ...(call as Record<string, Json>), transcript };
      });
    },
    width: 1,
  });
}

/** Sentences with the names of who spoke; a transcript has the ids of speakers only. */
export function linesOf(record: Json): Json[] {
  const names = new Map(
    listAt(record, 'parties').map((one) => [text(one, 'speakerId'), text(one, 'name')]),
  );
  return listAt(record, 'transcript').flatMap((part) =>
    listAt(part, 'sentences').map((sentence) => ({
      who: names.get(text(part, 'speakerId')) ?? null,
      text: text(sentence, 'text'),
    })),
  );
}
