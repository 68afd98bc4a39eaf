'use client';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { cn } from '@/components/ui/cn';
import type { MessageKey } from '@/lib/client/words';
import type { RoleAccess } from '@/lib/contract/access-policy';
import { SURFACE_WORDS } from '@/lib/client/access-words';
import { SURFACES, type Level, type SurfaceId } from '@/lib/contract/surfaces';

export const LEVEL_WORDS: Record<Level, MessageKey> = {
  hidden: 'settings.hidden',
  read: 'settings.read',
  write: 'settings.write',
};

/**
 * Hidden, Read or Write for one role or member on one surface. What is inherited is marked as such:
 * outlined, with the word where it comes from; choosing says it here, and it can be taken back.
 */
export function LevelChoice({
  of,
  surface,
  says,
  inherited,
  locked,
  onChange,
}: {
  /** Whom it is about, for the name of the group. */
  of: string;
  surface: SurfaceId;
  says: RoleAccess['says'][SurfaceId];
  /** Where the level comes from when it is not said here; null: it is. */
  inherited: string | null;
  /** Why it cannot be changed. */
  locked: string | undefined;
  onChange: (level: Level | null) => Promise<void>;
}) {
  const t = useTranslations();
  const name = useId();
  // Shown at once; what came of it is said by what is read then.
  const [asked, ask] = useState<Level | null>(null);
  const say = async (level: Level | null) => {
    ask(level);
    await onChange(level);
    ask(null);
  };
  const surface_name = t(SURFACE_WORDS[surface].name);
  return (
    <fieldset disabled={locked !== undefined} title={locked} className="min-w-0 shrink-0">
      <legend className="sr-only">{t('settings.levelOnSurface', { of, surface_name })}</legend>
      <div className="border-control bg-sunken rounded-control inline-flex border p-0.5">
        {SURFACES[surface].levels.map((level) => (
          <Segment
            key={level}
            {...{ name, level, inherited: inherited !== null, locked: locked !== undefined }}
            chosen={(asked ?? says.level) === level}
            onChoose={() => void say(level)}
          />
        ))}
      </div>
      <p className="text-2xs text-muted mt-1 flex h-5 items-center gap-1.5">
        {inherited ?? t('settings.saidHere')}
        {inherited === null && locked === undefined ? (
          <button
            type="button"
            onClick={() => void say(null)}
            aria-label={t('settings.takeBackWhatSaidOn', { of, surface_name })}
            className="text-accent-ink rounded-sm px-1 underline underline-offset-2"
          >
            {t('settings.takeBack')}
          </button>
        ) : null}
      </p>
    </fieldset>
  );
}

function Segment({
  name,
  level,
  chosen,
  inherited,
  locked,
  onChoose,
}: {
  name: string;
  level: Level;
  chosen: boolean;
  inherited: boolean;
  locked: boolean;
  onChoose: () => void;
}) {
  const t = useTranslations();
  return (
    <label
      className={cn(
        'text-2xs relative flex h-7 min-w-14 items-center justify-center rounded-[4px] px-2',
        'font-medium has-focus-visible:outline-2 has-focus-visible:outline-offset-1',
        locked ? 'cursor-not-allowed' : 'cursor-pointer',
        chosen && !inherited && 'bg-accent-soft text-accent-ink',
        chosen && inherited && 'border-control text-ink border border-dashed',
        !chosen && 'text-muted',
        !chosen && !locked && 'hover:text-ink',
      )}
    >
      <input
        type="radio"
        name={name}
        value={level}
        checked={chosen}
        onChange={onChoose}
        // What is inherited becomes one's own by choosing it once more.
        onClick={() => (chosen && inherited ? onChoose() : undefined)}
        className="absolute inset-0 cursor-[inherit] opacity-0"
      />
      {t(LEVEL_WORDS[level])}
    </label>
  );
}
