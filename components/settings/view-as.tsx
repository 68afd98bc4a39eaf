'use client';
import { Eye, EyeOff, PenLine } from 'lucide-react';
import { useState } from 'react';
import { placesFor } from '@/components/frame/places';
import type { Subject } from '@/components/settings/access-table';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Card, CardHeader } from '@/components/ui/card';
import { Select } from '@/components/ui/input';
import type { Access, Level } from '@/lib/contract/surfaces';

const WHAT: Record<Level, { icon: typeof Eye; words: string }> = {
  hidden: {
    icon: EyeOff,
    words: 'No Connections: not in the sidebar, and its addresses answer that there is nothing.',
  },
  read: {
    icon: Eye,
    words: 'Sees what is connected, its runs and records. Every button that changes it is off.',
  },
  write: {
    icon: PenLine,
    words: 'Sees what is connected, connects and disconnects, starts syncs, sets owners.',
  },
};
const MAILBOXES: Record<Level, string> = {
  hidden: 'Of somebody else’s mailbox: that it is connected and how it is doing, no record.',
  read: 'Reads the records of everybody’s mailboxes.',
  write: 'Reads the records of everybody’s mailboxes.',
};

/** What a role or a member finds: their sidebar, and what they may do. */
export function ViewAs({
  roles,
  members,
}: {
  roles: readonly Subject[];
  members: readonly Subject[];
}) {
  const [key, setKey] = useState('member');
  const subject = [...roles, ...members].find((one) => one.key === key) ?? roles.at(-1);
  const option = ({ key: value, name }: Subject) => (
    <option key={value} value={value}>
      {name}
    </option>
  );
  return (
    <Card aria-labelledby="view-as" className="overflow-hidden">
      <CardHeader id="view-as" title="View as" hint="What somebody finds, as it stands now.">
        <Select
          small
          aria-label="View as"
          value={subject?.key}
          onChange={(e) => setKey(e.target.value)}
          className="w-44"
        >
          <optgroup label="Roles">{roles.map(option)}</optgroup>
          <optgroup label="Members">{members.map(option)}</optgroup>
        </Select>
      </CardHeader>
      {subject ? <Preview subject={subject} /> : null}
    </Card>
  );
}

function Preview({ subject }: { subject: Subject }) {
  const workspace = useWorkspace();
  return (
    <div
      role="region"
      aria-label={`What ${subject.name} finds`}
      className="flex flex-col gap-4 p-4 sm:flex-row sm:gap-6"
    >
      <ul
        aria-label="In the sidebar"
        className="border-line bg-canvas rounded-tile w-full border p-3 sm:w-52"
      >
        {placesFor(workspace, subject.scopes).map(({ title, places }) => (
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
  const { icon: Icon, words } = WHAT[access.connections];
  return (
    <ul aria-label="What they may do" className="flex-1 space-y-2 text-xs text-pretty">
      <li className="flex gap-2">
        <Icon aria-hidden className="text-muted mt-0.5 size-3.5 shrink-0" />
        {words}
      </li>
      {access.connections === 'hidden' ? null : (
        <li className="flex gap-2">
          <Eye aria-hidden className="text-muted mt-0.5 size-3.5 shrink-0" />
          {MAILBOXES[access.personal_records]}
        </li>
      )}
    </ul>
  );
}
