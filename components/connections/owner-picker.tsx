'use client';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { attempt, useConnectionActions } from '@/components/hooks/use-connection-actions';
import { because, useWhyNot, useWorkspace } from '@/components/hooks/use-workspace';
import { Avatar } from '@/components/ui/avatar';
import { cn } from '@/components/ui/cn';
import { Menu, MenuChoice, MenuLabel } from '@/components/ui/menu';
import { queries } from '@/lib/client/queries';
import type { Connection } from '@/lib/contract/connections';

const NOBODY = 'nobody';

/** Whose mailbox a personal connection is; a member can be picked by those who may. */
export function OwnerPicker({
  connection: c,
  compact = false,
}: {
  connection: Connection;
  compact?: boolean;
}) {
  const t = useTranslations();
  const why = useWhyNot('connections:write');
  const owner = (
    <>
      {c.owner_name ? <Avatar name={c.owner_name} className="size-5" /> : null}
      <span className={`truncate ${compact ? 'text-2xs' : 'text-xs'}`}>
        {c.owner_name ?? t('connections.noOwner')}
      </span>
    </>
  );
  const button = (
    <button
      type="button"
      disabled={why !== undefined}
      {...because(why)}
      aria-label={t('connections.ownerChange', {
        owner_name: c.owner_name ?? t('connections.nobody'),
      })}
      className={cn(
        'text-muted enabled:hover:bg-hover enabled:hover:text-ink rounded-control',
        'data-[state=open]:bg-hover relative -mx-1.5 inline-flex h-7 max-w-full items-center gap-1.5',
        'px-1.5 transition-colors disabled:cursor-not-allowed',
      )}
    >
      {owner}
      <ChevronDown aria-hidden className="size-3 shrink-0" />
    </button>
  );
  if (why !== undefined) return button;
  return (
    <Menu align="start" width="w-56" trigger={button}>
      <MenuLabel>{t('connections.ownerThisMailbox')}</MenuLabel>
      <Choices connection={c} />
    </Menu>
  );
}

function Choices({ connection: c }: { connection: Connection }) {
  const t = useTranslations();
  const members = useQuery(queries.members(useWorkspace()));
  const { setOwner } = useConnectionActions();
  if (!members.data)
    return (
      <p className="text-muted px-2.5 py-2 text-xs">
        {members.isError
          ? t('connections.theMembersCouldNotLoaded')
          : t('connections.loadingMembers')}
      </p>
    );
  const people = members.data.members;
  return (
    <MenuChoice
      label={t('connections.owner')}
      value={c.owner_user_id ?? NOBODY}
      choices={[
        { value: NOBODY, label: t('connections.nobody') },
        ...people.map((m) => ({
          value: m.user_id,
          label: m.name,
          icon: <Avatar name={m.name} className="size-5" />,
        })),
      ]}
      onChange={(id) => {
        const member = people.find((m) => m.user_id === id);
        void attempt(
          setOwner(c, member ?? null),
          member
            ? t('connections.belongsNow', { name: c.name, name2: member.name })
            : t('connections.hasNoOwnerNow', { name: c.name }),
        );
      }}
    />
  );
}
