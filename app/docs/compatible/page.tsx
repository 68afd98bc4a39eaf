import type { Metadata } from 'next';
import { COMPATIBLE, type CompatibleApi, type Words } from '@/lib/dialects/compatible';

export const metadata: Metadata = { title: 'Compatible APIs' };

/** The other APIs Inlet answers: when to use which, and their words beside ours. */
export default function Page() {
  return (
    <>
      <h1 className="text-xl tracking-tight">Compatible APIs</h1>
      <p className="text-muted mt-2 max-w-prose text-sm">
        Inlet answers three more APIs, for clients that were written against them. Each is a
        translation: it runs the operations of the API itself, with the same keys, scopes, limits
        and answers in other words. For a new client take the API itself: it alone has everything.
      </p>
      <nav aria-label="On this page" className="mt-6">
        <ul className="space-y-1 text-xs">
          {COMPATIBLE.map(({ id, title }) => (
            <li key={id}>
              <a href={`#${id}`} className="text-accent-ink">
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {COMPATIBLE.map((api) => (
        <Api key={api.id} api={api} />
      ))}
    </>
  );
}

function Api({ api }: { api: CompatibleApi }) {
  return (
    <section
      id={api.id}
      aria-labelledby={`${api.id}-title`}
      className="border-line mt-8 border-t pt-6"
    >
      <h2 id={`${api.id}-title`} className="text-lg tracking-tight">
        {api.title}
      </h2>
      <p className="mt-1 max-w-prose text-sm">{api.when}</p>
      <p className="text-muted mt-1 text-xs">
        At <code>{api.at}</code>
        {api.document ? (
          <>
            , described in{' '}
            <a href={api.document} className="text-accent-ink underline">
              {api.document}
            </a>
          </>
        ) : null}
        .
      </p>
      {api.notes.map((note) => (
        <p key={note} className="mt-2 max-w-prose text-xs">
          {note}
        </p>
      ))}
      {api.words.map((words) => (
        <Table key={words.title} words={words} />
      ))}
    </section>
  );
}

/** Their words beside ours. */
function Table({ words: { title, rows } }: { words: Words }) {
  return (
    <div className="mt-5 overflow-x-auto">
      <table className="w-full max-w-3xl table-fixed text-left text-xs">
        <caption className="pb-1 text-left text-sm font-medium">{title}</caption>
        <thead className="text-muted">
          <tr>
            <th scope="col" className="w-2/5 py-1 pr-4 font-normal">
              There
            </th>
            <th scope="col" className="py-1 font-normal">
              Here
            </th>
          </tr>
        </thead>
        <tbody className="font-mono">
          {rows.map(([theirs, ours]) => (
            <tr key={`${theirs} ${ours}`} className="border-line border-t">
              <td className="py-1 pr-4 align-top break-all">{theirs}</td>
              <td className="py-1 align-top break-words">{ours}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
