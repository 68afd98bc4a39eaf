import {
  Activity,
  AppWindow,
  Bell,
  BookOpen,
  Building2,
  ChartNoAxesCombined,
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
import { useTranslations } from 'next-intl';
import { useCompares, useSession } from '@/components/hooks/use-workspace';
import type { MessageKey, Words } from '@/lib/client/words';
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
  title: MessageKey | null;
  places: readonly {
    at: string;
    label: MessageKey;
    icon: LucideIcon;
    scope?: Scope;
    counts?: Place['counts'];
    /** Only where there is something to see side by side. */
    compares?: true;
  }[];
}[] = [
  {
    title: null,
    places: [
      { at: 'connections', label: 'frame.connections', icon: Plug, scope: 'connections:read' },
      {
        at: 'social',
        label: 'frame.social',
        icon: ChartNoAxesCombined,
        scope: 'connections:read',
        compares: true,
      },
      {
        at: 'knowledge-sync',
        label: 'frame.knowledgeSync',
        icon: BookOpen,
        scope: 'connections:read',
      },
      {
        at: 'notifications',
        label: 'frame.notifications',
        icon: Bell,
        scope: 'connections:read',
        counts: 'unread',
      },
    ],
  },
  {
    title: 'frame.settings',
    places: [
      { at: 'settings/profile', label: 'frame.profile', icon: CircleUser },
      { at: 'settings/general', label: 'frame.general', icon: Settings2, scope: 'workspace:read' },
      { at: 'settings/members', label: 'frame.members', icon: Users, scope: 'members:read' },
      { at: 'settings/access', label: 'frame.access', icon: ShieldCheck, scope: 'workspace:read' },
      { at: 'settings/apps', label: 'frame.apps', icon: LayoutGrid, scope: 'workspace:read' },
      { at: 'settings/api-keys', label: 'frame.apiKeys', icon: KeyRound, scope: 'api_keys:read' },
      { at: 'settings/audit', label: 'frame.auditLog', icon: ScrollText, scope: 'workspace:read' },
    ],
  },
  {
    title: 'frame.platform',
    places: [
      {
        at: 'admin/workspaces',
        label: 'frame.workspaces',
        icon: Building2,
        scope: 'platform:read',
      },
      {
        at: 'admin/connectors',
        label: 'frame.connectors',
        icon: SquareCheck,
        scope: 'platform:read',
      },
      {
        at: 'admin/provider-apps',
        label: 'frame.providerApps',
        icon: AppWindow,
        scope: 'platform:read',
      },
      {
        at: 'admin/connector-cadence',
        label: 'frame.connectorCadence',
        icon: Timer,
        scope: 'platform:read',
      },
      {
        at: 'admin/connector-wishes',
        label: 'frame.asked',
        icon: Sparkles,
        scope: 'platform:read',
      },
      { at: 'settings/system', label: 'frame.system', icon: Activity, scope: 'platform:read' },
      {
        at: 'admin/connector-events',
        label: 'frame.connectorEvents',
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

/**
 * Where somebody who has these scopes can go; what they may not open is absent. `compares`: whether
 * there are social accounts to see side by side.
 */
export const placesFor = (
  { slug, compares }: { slug: string; compares: boolean },
  scopes: readonly Scope[],
  t: Words,
): Group[] =>
  PLACES.map(({ title, places }) => ({
    title: title && t(title),
    places: places
      .filter(({ scope }) => scope === undefined || scopes.includes(scope))
      .filter((place) => compares || !place.compares)
      .map(({ at, scope: _, compares: __, label, ...place }) => ({
        ...place,
        label: t(label),
        href: `/${slug}/${at}`,
      })),
  })).filter(({ places }) => places.length > 0);

/** Where the person who is signed in can go. */
export function usePlaces(): Group[] {
  const { workspace, scopes } = useSession();
  const compares = useCompares();
  return placesFor({ slug: workspace.slug, compares }, scopes, useTranslations());
}
