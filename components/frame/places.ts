import {
  Activity,
  AppWindow,
  Bell,
  BookOpen,
  Building2,
  CircleUser,
  KeyRound,
  LayoutGrid,
  Plug,
  ScrollText,
  Settings2,
  ShieldCheck,
  Sparkles,
  SquareCheck,
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
      { at: 'connections', label: 'Connections', icon: Plug, scope: 'connections:read' },
      {
        at: 'knowledge-sync',
        label: 'Knowledge sync',
        icon: BookOpen,
        scope: 'connections:read',
      },
      {
        at: 'notifications',
        label: 'Notifications',
        icon: Bell,
        scope: 'connections:read',
        counts: 'unread',
      },
    ],
  },
  {
    title: 'Settings',
    places: [
      { at: 'settings/profile', label: 'Profile', icon: CircleUser },
      { at: 'settings/general', label: 'General', icon: Settings2, scope: 'workspace:read' },
      { at: 'settings/members', label: 'Members', icon: Users, scope: 'members:read' },
      { at: 'settings/access', label: 'Access', icon: ShieldCheck, scope: 'workspace:read' },
      { at: 'settings/apps', label: 'Apps', icon: LayoutGrid, scope: 'workspace:read' },
      { at: 'settings/api-keys', label: 'API keys', icon: KeyRound, scope: 'api_keys:read' },
      { at: 'settings/audit', label: 'Audit log', icon: ScrollText, scope: 'workspace:read' },
    ],
  },
  {
    title: 'Platform',
    places: [
      { at: 'admin/workspaces', label: 'Workspaces', icon: Building2, scope: 'platform:read' },
      { at: 'admin/connectors', label: 'Connectors', icon: SquareCheck, scope: 'platform:read' },
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

interface Group {
  title: string | null;
  places: Place[];
}

/** Where somebody who has these scopes can go; what they may not open is absent. */
export const placesFor = (slug: string, scopes: readonly Scope[]): Group[] =>
  PLACES.map(({ title, places }) => ({
    title,
    places: places
      .filter(({ scope }) => scope === undefined || scopes.includes(scope))
      .map(({ at, scope: _, ...place }) => ({ ...place, href: `/${slug}/${at}` })),
  })).filter(({ places }) => places.length > 0);

/** Where the person who is signed in can go. */
export function usePlaces(): Group[] {
  const { workspace, scopes } = useSession();
  return placesFor(workspace.slug, scopes);
}
