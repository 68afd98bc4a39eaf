'use client';
import { Eye, EyeOff, PenLine } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { placesFor } from '@/components/frame/places';
import type { Subject } from '@/components/settings/access-table';
import { useCompares, useWorkspace } from '@/components/hooks/use-workspace';
import { Card, CardHeader } from '@/components/ui/card';
import { Select } from '@/components/ui/input';
import type { MessageKey } from '@/lib/client/words';
import type { Access, Level } from '@/lib/contract/surfaces';

const WHAT: Record<Level, { icon: typeof Eye; words: MessageKey }> = {
  hidden: {
    icon: EyeOff,
    words: 'settings.noConnectionsNotSidebarIts',
  },
  read: {
    icon: Eye,
    words: 'settings.seesWhatConnectedItsRuns',
  },
  write: {
    icon: PenLine,
    words: 'settings.seesWhatConnectedConnects',
  },
};
const MAILBOXES: Record<Level, MessageKey> = {
  hidden: 'settings.ofSomebodyElsesMailboxConnected',
  read: 'settings.readsRecordsEverybodysMailboxes',
  write: 'settings.readsRecordsEverybodysMailboxes',
};

/** What a role or a member finds: their sidebar, and what they may do. */
export function ViewAs({
  roles,
  members,
}: {
  roles: readonly Subject[];
  members: readonly Subject[];
}) {
  const t = useTranslations();
  const [key, setKey] = useState('member');
  const subject = [...roles, ...members].find((one) => one.key === key) ?? roles.at(-1);
  const option = ({ key: value, name }: Subject) => (
    <option key={value} value={value}>
      {name}
    </option>
  );
  return (
    <Card aria-labelledby="view-as" className="overflow-hidden">
      <CardHeader
        id="view-as"
        title={t('settings.viewAs')}
        hint={t('settings.whatSomebodyFindsAsStands')}
      >
        <Select
          small
          aria-label={t('settings.viewAs')}
          value={subject?.key}
          onChange={(e) => setKey(e.target.value)}
          className="w-44"
        >
          <optgroup label={t('settings.roles')}>{roles.map(option)}</optgroup>
          <optgroup label={t('settings.members')}>{members.map(option)}</optgroup>
        </Select>
      </CardHeader>
      {subject ? <Preview subject={subject} /> : null}
    </Card>
  );
}

function Preview({ subject }: { subject: Subject }) {
  const t = useTranslations();
  const [slug, compares] = [useWorkspace(), useCompares()];
  return (
    <div
      role="region"
      aria-label={t('settings.whatFinds', { name: subject.name })}
      className="flex flex-col gap-4 p-4 sm:flex-row sm:gap-6"
    >
      <ul
        aria-label={t('settings.inSidebar')}
        className="border-line bg-canvas rounded-tile w-full border p-3 sm:w-52"
      >
        {placesFor({ slug, compares }, subject.scopes, t).map(({ title, places }) => (
          <li key={title ?? ''} className="not-first:mt-3">
            {title ? <p className="text-muted text-2xs mb-1">{title}</p> : null}
            <ul>
              {places.map(({ href, label, icon: Icon }) => (
                <li key={href} className="flex h-7 items-center gap-2 text-xs">
                  <Icon aria-hidden className="text-muted size-3.5" />
                  {label}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <May access={subject.access} />
    </div>
  );
}

function May({ access }: { access: Access }) {
  const t = useTranslations();
  const { icon: Icon, words } = WHAT[access.connections];
  return (
    <ul aria-label={t('settings.whatTheyMayDo')} className="flex-1 space-y-2 text-xs text-pretty">
      <li className="flex gap-2">
        <Icon aria-hidden className="text-muted mt-0.5 size-3.5 shrink-0" />
        {t(words)}
      </li>
      {access.connections === 'hidden' ? null : (
        <li className="flex gap-2">
          <Eye aria-hidden className="text-muted mt-0.5 size-3.5 shrink-0" />
          {t(MAILBOXES[access.personal_records])}
        </li>
      )}
    </ul>
  );
}
