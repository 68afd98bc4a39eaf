import {
  Activity,
  AppWindow,
  Bell,
  CircleUser,
  KeyRound,
  Plug,
  ScrollText,
  Sparkles,
  Timer,
  Users,
  Webhook,
  type LucideIcon,
} from 'lucide-react';
import { useSession } from '@/components/hooks/use-workspace';
import type { Scope } from '@/lib/contract/operation';

/** A page somebody can go to. */
export interface Place {
  href: string;
  label: string;
  icon: LucideIcon;
  /** What is counted beside it. */
  counts?: 'unread';
}

const PLACES: readonly {
  title: string | null;
  places: readonly {
    at: string;
    label: string;
    icon: LucideIcon;
    scope?: Scope;
    counts?: Place['counts'];
  }[];
}[] = [
  {
    title: null,
    places: [
      { at: 'connections', label: 'Connections', icon: Plug },
      { at: 'notifications', label: 'Notifications', icon: Bell, counts: 'unread' },
    ],
  },
  {
    title: 'Settings',
    places: [
      { at: 'settings/profile', label: 'Profile', icon: CircleUser },
      { at: 'settings/members', label: 'Members', icon: Users, scope: 'members:read' },
      { at: 'settings/api-keys', label: 'API keys', icon: KeyRound, scope: 'api_keys:read' },
      { at: 'settings/audit', label: 'Audit log', icon: ScrollText, scope: 'workspace:read' },
    ],
  },
  {
    title: 'Platform',
    places: [
      {
        at: 'admin/provider-apps',
        label: 'Provider apps',
        icon: AppWindow,
        scope: 'platform:read',
      },
      {
        at: 'admin/connector-cadence',
        label: 'Connector cadence',
        icon: Timer,
        scope: 'platform:read',
      },
      {
        at: 'admin/connector-wishes',
        label: 'Asked for',
        icon: Sparkles,
        scope: 'platform:read',
      },
      { at: 'settings/system', label: 'System', icon: Activity, scope: 'platform:read' },
      {
        at: 'admin/connector-events',
        label: 'Connector events',
        icon: Webhook,
        scope: 'platform:read',
      },
    ],
  },
];

/** Where the person who is signed in can go; what they may not open is absent. */
export function usePlaces(): { title: string | null; places: Place[] }[] {
  const { workspace, scopes } = useSession();
  return PLACES.map(({ title, places }) => ({
    title,
    places: places
      .filter(({ scope }) => scope === undefined || scopes.includes(scope))
      .map(({ at, scope: _, ...place }) => ({ ...place, href: `/${workspace.slug}/${at}` })),
  })).filter(({ places }) => places.length > 0);
}
