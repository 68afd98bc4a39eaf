'use client';
import { useQuery } from '@tanstack/react-query';
import {
  Activity,
  AppWindow,
  Bell,
  CircleUser,
  KeyRound,
  Plug,
  Users,
  Webhook,
} from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { cn } from '@/components/ui/cn';
import { queries } from '@/lib/client/queries';

/** The places of a workspace. What a person may not open is absent. */
export function Nav({ onNavigate }: { onNavigate?: () => void }) {
  const workspace = useWorkspace();
  const base = `/${workspace}`;
  const unread = useQuery(queries.unread(workspace)).data?.unread ?? 0;
  const path = usePathname();
  const link = (href: string, label: string, Icon: typeof Plug, count = 0) => {
    const here = path === href || path.startsWith(`${href}/`);
    return (
      <li key={href}>
        <Link
          href={href}
          onClick={onNavigate}
          aria-current={here ? 'page' : undefined}
          className={cn(
            'rounded-control flex h-8 items-center gap-2.5 px-2 text-xs font-medium transition-colors max-md:h-10',
            here ? 'bg-idle-soft text-ink' : 'text-muted hover:bg-hover hover:text-ink',
          )}
        >
          <Icon aria-hidden className={cn('size-4', here && 'text-accent-ink')} />
          {label}
          {count > 0 ? <Unread count={count} /> : null}
        </Link>
      </li>
    );
  };
  const settings = [
    link(`${base}/settings/profile`, 'Profile', CircleUser),
    useCan('members:read') && link(`${base}/settings/members`, 'Members', Users),
    useCan('api_keys:read') && link(`${base}/settings/api-keys`, 'API keys', KeyRound),
    useCan('platform:read') && link(`${base}/settings/system`, 'System', Activity),
    useCan('platform:read') && link(`${base}/admin/provider-apps`, 'Provider apps', AppWindow),
    useCan('platform:read') && link(`${base}/admin/connector-events`, 'Connector events', Webhook),
  ].filter(Boolean);
  return (
    <nav aria-label="Workspace" className="flex flex-col gap-5">
      <ul className="flex flex-col gap-0.5">
        {link(`${base}/connections`, 'Connections', Plug)}
        {link(`${base}/notifications`, 'Notifications', Bell, unread)}
      </ul>
      <div>
        <p id="nav-settings" className="text-muted text-2xs mb-1 px-2">
          Settings
        </p>
        <ul aria-labelledby="nav-settings" className="flex flex-col gap-0.5">
          {settings}
        </ul>
      </div>
    </nav>
  );
}

const Unread = ({ count }: { count: number }) => (
  <span className="bg-accent-soft text-accent-ink text-2xs tabular ml-auto rounded-full px-1.5">
    {count > 99 ? '99+' : count}
    <span className="sr-only"> unread</span>
  </span>
);
