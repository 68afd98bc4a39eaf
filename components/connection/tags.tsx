'use client';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState, type FormEvent } from 'react';
import { KnownTags } from '@/components/connections/known-tags';
import { attempt, useConnectionActions } from '@/components/hooks/use-connection-actions';
import { because, useWhyNot } from '@/components/hooks/use-workspace';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { Connection } from '@/lib/contract/connections';
import { MOST_TAGS, tagOf } from '@/lib/contract/tag';

/** The tags of a connection, to be given and taken away. */
export function Tags({ connection: c }: { connection: Connection }) {
  const t = useTranslations();
  const why = useWhyNot('connections:write');
  const { setTags } = useConnectionActions();
  const box = useRef<HTMLInputElement>(null);
  const remove = (tag: string) => {
    // The button that was pressed goes: whoever pressed it by key would lose their place.
    box.current?.focus();
    void attempt(
      setTags(
        c,
        c.tags.filter((one) => one !== tag),
      ),
    );
  };
  return (
    <section aria-labelledby="tags">
      <h2 id="tags" className="pb-1 text-sm">
        {t('connection.tags')}
      </h2>
      {why === undefined ? null : <p className="text-muted pb-1 text-xs">{why}</p>}
      {c.tags.length === 0 ? (
        <p className="text-muted pb-3 text-xs">{t('connection.noTags')}</p>
      ) : (
        <ul aria-labelledby="tags" className="flex flex-wrap gap-1.5 pb-3">
          {c.tags.map((tag) => (
            <li key={tag} className="min-w-0">
              <Badge className="h-6 max-w-full pr-0">
                <span className="truncate">{tag}</span>
                <button
                  type="button"
                  aria-label={t('connection.removeTag', { tag })}
                  disabled={why !== undefined}
                  {...because(why)}
                  onClick={() => remove(tag)}
                  className={cn(
                    'enabled:hover:text-ink grid size-6 shrink-0 place-items-center rounded-sm',
                    'disabled:cursor-not-allowed disabled:opacity-55',
                  )}
                >
                  <X aria-hidden className="size-3" />
                </button>
              </Badge>
            </li>
          ))}
        </ul>
      )}
      <AddTag
        tags={c.tags}
        why={why}
        box={box}
        onAdd={(tag) => void attempt(setTags(c, [...c.tags, tag].sort()))}
      />
      <p role="status" className="sr-only">
        {t('connection.tagsNow', { count: c.tags.length })}
      </p>
    </section>
  );
}

/** A box for one tag; those the workspace has already are offered. */
function AddTag({
  tags,
  why,
  box,
  onAdd,
}: {
  tags: readonly string[];
  why: string | undefined;
  box: React.RefObject<HTMLInputElement | null>;
  onAdd: (tag: string) => void;
}) {
  const t = useTranslations();
  const { typed, type, refused, full, submit } = useTyped(tags, onAdd);
  return (
    <form onSubmit={submit} className="flex max-w-md items-start gap-2">
      <Field
        id="add-tag"
        label={t('connection.addTag')}
        hint={full ? t('connection.tagMost') : t('connection.tagHint')}
        error={refused ? t('connection.tagNot') : null}
        className="min-w-0 flex-1"
      >
        {(control) => (
          <Input
            {...control}
            {...because(why)}
            ref={box}
            list="known-tags"
            autoComplete="off"
            autoCapitalize="none"
            disabled={why !== undefined}
            value={typed}
            onChange={(e) => type(e.target.value)}
          />
        )}
      </Field>
      <KnownTags id="known-tags" except={tags} />
      <Button
        type="submit"
        className="mt-6 h-9"
        disabled={why !== undefined || full}
        {...because(why)}
      >
        {t('connection.tagAdd')}
      </Button>
    </form>
  );
}

/** What is typed, and what comes of it: a tag that is new, or a word that it is none. */
function useTyped(tags: readonly string[], onAdd: (tag: string) => void) {
  const [typed, setTyped] = useState('');
  const [refused, refuse] = useState(false);
  const full = tags.length >= MOST_TAGS;
  return {
    typed,
    refused,
    full,
    type: (text: string) => {
      setTyped(text);
      refuse(false);
    },
    submit: (event: FormEvent) => {
      event.preventDefault();
      if (typed.trim() === '' || full) return;
      const tag = tagOf(typed);
      refuse(tag === null);
      if (tag === null) return;
      setTyped('');
      if (!tags.includes(tag)) onAdd(tag);
    },
  };
}
