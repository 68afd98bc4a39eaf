'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Keyboard, Plus, Search, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import * as Radix from 'radix-ui/dialog';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { usePlaces } from '@/components/frame/places';
import { useReturnFocus } from '@/components/hooks/use-return-focus';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { cn } from '@/components/ui/cn';
import { Logo } from '@/components/ui/logo';
import { call } from '@/lib/client/call';
import { keys, queries } from '@/lib/client/queries';

const SHOWN = 8;
const TYPING_PAUSE_MS = 120;

interface Entry {
  key: string;
  label: string;
  hint?: string;
  icon: React.ReactNode;
  go: () => void;
}

/**
 * Anywhere by name: connections, pages, and the few things one can begin. Longer than a screen: a box
 * to type in and its list.
 */
export function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const t = useTranslations();
  const returnFocus = useReturnFocus();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const entries = useEntries(typed, onClose, onKeys);
  const chosen = entries[Math.min(at, entries.length - 1)];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && entries.length > 0)
      setAt((old) => (Math.min(old, entries.length - 1) + step + entries.length) % entries.length);
    else if (event.key === 'Enter') chosen?.go();
    else return;
    event.preventDefault();
  };
  return (
    <Radix.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className="animate-fade bg-scrim fixed inset-0 z-40" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(e) => {
            if (returnFocus()) e.preventDefault();
          }}
          className={cn(
            'animate-in border-line bg-raised shadow-float rounded-card fixed inset-x-4 top-[12dvh]',
            'z-50 mx-auto max-w-xl overflow-hidden border outline-none',
          )}
        >
          <Radix.Title className="sr-only">{t('frame.goTo')}</Radix.Title>
          <div className="border-line flex items-center gap-2.5 border-b px-4">
            <Search aria-hidden className="text-muted size-4 shrink-0" />
            <input
              role="combobox"
              aria-label={t('frame.goConnectionOrPage')}
              aria-expanded
              aria-controls="palette-list"
              aria-activedescendant={chosen ? `palette-${chosen.key}` : undefined}
              autoComplete="off"
              spellCheck={false}
              placeholder={t('frame.goConnectionOrPage')}
              value={typed}
              onChange={(e) => {
                setTyped(e.target.value);
                setAt(0);
              }}
              onKeyDown={onKeyDown}
              className="h-12 w-full bg-transparent text-sm outline-none max-md:text-base"
            />
          </div>
          <div
            id="palette-list"
            role="listbox"
            aria-label={t('frame.places')}
            className="max-h-[60dvh] overflow-y-auto p-1.5"
          >
            {entries.map((entry) => (
              <Option key={entry.key} entry={entry} chosen={entry === chosen} />
            ))}
          </div>
          {entries.length === 0 ? (
            <p className="text-muted px-4 pb-4 text-xs">{t('frame.nothingHasThisName')}</p>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Option({ entry, chosen }: { entry: Entry; chosen: boolean }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      id={`palette-${entry.key}`}
      role="option"
      aria-selected={chosen}
      ref={(option) => {
        if (chosen) option?.scrollIntoView({ block: 'nearest' });
      }}
      onClick={entry.go}
      className={cn(
        'rounded-control hover:bg-hover flex min-h-10 w-full items-center gap-3 px-2.5 text-left text-xs',
        chosen && 'bg-hover',
      )}
    >
      <span className="text-muted grid w-8 shrink-0 place-items-center [&>svg]:size-4">
        {entry.icon}
      </span>
      <span className="min-w-0 flex-1 truncate font-medium">{entry.label}</span>
      <span className="text-muted truncate">{entry.hint}</span>
    </button>
  );
}

/** What fits what is typed: connections by the server's search, the rest by its words. */
function useEntries(typed: string, onClose: () => void, onKeys: () => void): Entry[] {
  const t = useTranslations();
  const router = useRouter();
  const workspace = useWorkspace();
  const [maySee, mayConnect] = [useCan('connections:read'), useCan('connections:write')];
  const groups = usePlaces();
  const q = usePaused(typed.trim().slice(0, 100));
  const found = useQuery({
    queryKey: keys.palette(workspace, q),
    queryFn: ({ signal }) =>
      call('listConnections', { q, sort: 'worst', limit: SHOWN }, { workspace, signal }),
    placeholderData: keepPreviousData,
    enabled: maySee,
  });
  const types = new Map(
    (useQuery({ ...queries.catalog(workspace), enabled: maySee }).data?.connectors ?? []).map(
      (e) => [e.type, e],
    ),
  );
  const go = (href: string) => () => {
    onClose();
    router.push(href);
  };
  const connections = (found.data?.connections ?? []).map((c): Entry => {
    const entry = types.get(c.connector_type);
    return {
      key: c.id,
      label: c.name,
      hint: entry?.name ?? c.connector_type,
      icon: <Logo logo={entry?.logo} name={entry?.name ?? c.connector_type} size="sm" />,
      go: go(`/${workspace}/connections/${c.id}`),
    };
  });
  const icon = (Icon: LucideIcon) => <Icon aria-hidden />;
  const others: Entry[] = [
    ...(mayConnect
      ? [
          {
            key: 'add',
            label: t('frame.addConnection'),
            icon: icon(Plus),
            go: go(`/${workspace}/connections?add=1`),
          },
        ]
      : []),
    ...groups.flatMap(({ title, places }) =>
      places.map((place) => ({
        key: place.href.replace(/\W+/g, '-'),
        label: place.label,
        hint: title ?? undefined,
        icon: icon(place.icon),
        go: go(place.href),
      })),
    ),
    { key: 'keys', label: t('frame.keyboard'), hint: '?', icon: icon(Keyboard), go: onKeys },
  ];
  const words = typed.trim().toLowerCase();
  return [...connections, ...others.filter((entry) => entry.label.toLowerCase().includes(words))];
}

/** A value once it has stood still for a moment. */
function usePaused(value: string): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}
