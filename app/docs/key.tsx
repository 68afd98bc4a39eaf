'use client';
import { createContext, useContext, useState, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { KEY_PLACEHOLDER } from '@/app/docs/placeholder';
import { call, ProblemError } from '@/lib/client/call';

const Key = createContext<{ key: string; setKey: (key: string) => void }>({
  key: '',
  setKey: () => undefined,
});

/** Keeps the key of whoever reads, in this page alone: it is sent nowhere and kept nowhere. */
export function KeyProvider({ children }: { children: ReactNode }) {
  const [key, setKey] = useState('');
  return <Key value={{ key, setKey }}>{children}</Key>;
}

/**
 * Puts a key into every example. Keys are stored as hashes, so that one that exists cannot be shown:
 * whoever is signed in gets a new one that reads, for a day.
 */
export function YourKey({ workspace }: { workspace: string | null }) {
  const { key, setKey } = useContext(Key);
  const [trouble, setTrouble] = useState<string | null>(null);
  const make = async () => {
    try {
      const made = await call(
        'createApiKey',
        { name: 'Documentation', scopes: ['connections:read'], expires_in_days: 1 },
        { workspace: workspace! },
      );
      setTrouble(null);
      setKey(made.key);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      setTrouble(error.problem.detail);
    }
  };
  return (
    <div className="mt-6 flex flex-wrap items-end gap-3">
      <label className="grid gap-1 text-xs">
        Your API key
        <input
          value={key}
          onChange={(event) => setKey(event.target.value)}
          placeholder={KEY_PLACEHOLDER}
          autoComplete="off"
          spellCheck={false}
          className="border-control rounded-control bg-surface h-9 w-80 max-w-full border px-2 font-mono"
        />
      </label>
      {workspace ? <Button onClick={() => void make()}>Make a key for a day</Button> : null}
      <p role="status" className="text-bad-ink text-xs">
        {trouble}
      </p>
    </div>
  );
}

/** A piece of code about something, with the key of whoever reads in it. */
export function Code({ label, about, code }: { label: string; about: string; code: string }) {
  const { key } = useContext(Key);
  const text = key === '' ? code : code.replaceAll(KEY_PLACEHOLDER, key);
  return (
    <figure className="border-line rounded-card min-w-0 overflow-hidden border">
      <figcaption className="border-line text-muted text-2xs flex h-9 items-center justify-between border-b px-3">
        {label}
        <CopyButton text={text} label={`Copy ${label}: ${about}`} />
      </figcaption>
      <pre
        role="group"
        aria-label={`${label}: ${about}`}
        tabIndex={0}
        className="bg-sunken text-2xs overflow-x-auto p-3 font-mono"
      >
        {text}
      </pre>
    </figure>
  );
}
