'use client';
import { Pencil } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { attempt, useConnectionActions } from '@/components/hooks/use-connection-actions';
import { because, useWhyNot } from '@/components/hooks/use-workspace';
import { IconButton } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';

const TITLE = 'text-lg leading-7 font-semibold tracking-tight';

/**
 * The connection's name as the page title, changed in place: Enter or leaving saves, Escape gives
 * up.
 */
export function RenameTitle({ connection }: { connection: { id: string; name: string } }) {
  const t = useTranslations();
  const { rename } = useConnectionActions();
  const why = useWhyNot('connections:write');
  const [draft, setDraft] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = (save: boolean) => {
    const next = draft?.trim() ?? '';
    setDraft(null);
    if (save && next !== '' && next !== connection.name) void attempt(rename(connection, next));
    requestAnimationFrame(() => button.current?.focus());
  };
  if (draft !== null) {
    return (
      <>
        <h1 className="sr-only">{connection.name}</h1>
        <input
          autoFocus
          aria-label={t('connection.nameConnection')}
          maxLength={120}
          value={draft}
          onChange={(e) => setDraft(e.target.value)}
          onFocus={(e) => e.target.select()}
          onBlur={() => {
            if (draft !== null) close(true);
          }}
          onKeyDown={(e) => {
            if (e.key === 'Enter') close(true);
            else if (e.key === 'Escape') close(false);
          }}
          className={cn(
            TITLE,
            'border-control bg-surface rounded-control -mx-2 w-full max-w-md border px-[7px]',
            'focus-visible:outline-offset-0',
          )}
        />
      </>
    );
  }
  return (
    <div className="group flex min-w-0 items-center gap-1">
      <h1 className={`${TITLE} min-w-0 truncate border-y border-transparent`}>{connection.name}</h1>
      <IconButton
        ref={button}
        label={t('connection.rename')}
        disabled={why !== undefined}
        {...because(why)}
        onClick={() => setDraft(connection.name)}
        className={cn(
          'size-7 opacity-0 transition-opacity group-hover:opacity-100',
          'focus-visible:opacity-100 max-md:opacity-100',
        )}
      >
        <Pencil aria-hidden className="size-3.5" />
      </IconButton>
    </div>
  );
}
