'use client';
import { useTranslations } from 'next-intl';
import { LevelChoice } from '@/components/settings/level-choice';
import { useCan, useSession } from '@/components/hooks/use-workspace';
import { Table, Td, Th } from '@/components/ui/table';
import { SURFACE_WORDS } from '@/lib/client/access-words';
import type { Role } from '@/lib/contract/access';
import type { LevelSource, RoleAccess } from '@/lib/contract/access-policy';
import { SURFACE_IDS, type Level, type SurfaceId } from '@/lib/contract/surfaces';
import type * as z from 'zod';

/** A role or a member, and how to say something of it. */
export interface Subject extends Pick<RoleAccess, 'role' | 'says' | 'scopes' | 'access'> {
  key: string;
  name: string;
  about: string | null;
  /** Where its level comes from when nothing is said of it. */
  inherits: string;
  set: (surface: SurfaceId, level: Level | null) => Promise<void>;
}

/** Surface by role or member. */
export function AccessTable({
  label,
  who,
  subjects,
  own,
}: {
  label: string;
  who: string;
  subjects: readonly Subject[];
  /** The source that means: said in this table. */
  own: z.infer<typeof LevelSource>;
}) {
  const t = useTranslations();
  const lockedFor = useLocked();
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>{who}</Th>
          {SURFACE_IDS.map((surface) => (
            <Th key={surface} title={t(SURFACE_WORDS[surface].about)}>
              {t(SURFACE_WORDS[surface].name)}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {subjects.map((subject) => (
          <tr key={subject.key}>
            <Td>
              <span className="block text-xs font-medium">{subject.name}</span>
              {subject.about ? (
                <span className="text-muted text-2xs block break-all">{subject.about}</span>
              ) : null}
            </Td>
            {SURFACE_IDS.map((surface) => (
              // Where rows are stacked a long name gives way to the choice.
              <Td key={surface} label={t(SURFACE_WORDS[surface].name)} className="before:shrink!">
                <LevelChoice
                  of={subject.name}
                  surface={surface}
                  says={subject.says[surface]}
                  inherited={subject.says[surface].from === own ? null : subject.inherits}
                  locked={lockedFor(subject.role)}
                  onChange={(level) => subject.set(surface, level)}
                />
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** Why the person may say nothing of a role; undefined: they may. */
function useLocked(): (role: Role) => string | undefined {
  const t = useTranslations();
  const may = useCan('workspace:write');
  const { role: mine } = useSession().workspace;
  return (role) => {
    if (!may) return t('settings.onlyOwnersAdminsDecideWho');
    return role === 'owner' && mine !== 'owner' ? t('settings.onlyOwnerDecidesOwners') : undefined;
  };
}
