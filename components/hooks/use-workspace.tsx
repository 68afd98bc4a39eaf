'use client';
import { useTranslations } from 'next-intl';
import { createContext, use, type ReactNode } from 'react';
import type { Output } from '@/lib/client/call';
import type { MessageKey } from '@/lib/client/words';
import type { Scope } from '@/lib/contract/operation';

type Session = Output<'getSession'>;

const Current = createContext<Session | null>(null);
const Compares = createContext(false);

export function WorkspaceProvider({
  session,
  compares,
  children,
}: {
  session: Session;
  /** Whether there are social accounts to see side by side. */
  compares: boolean;
  children: ReactNode;
}) {
  return (
    <Current value={session}>
      <Compares value={compares}>
        {children}
        <Reasons />
      </Compares>
    </Current>
  );
}

/** Whether there are social accounts to see side by side, as of when the frame was read. */
export const useCompares = (): boolean => use(Compares);

/** Who is signed in, and the workspace this page is about. */
export function useSession(): Session {
  const session = use(Current);
  if (session === null) throw new Error('useSession outside a workspace');
  return session;
}

/** Slug of the workspace this page is about. */
export const useWorkspace = (): string => useSession().workspace.slug;

/**
 * Whether the person may do what the scope names. The server decides again; this only spares them a
 * refusal.
 */
export const useCan = (scope: Scope): boolean => useSession().scopes.includes(scope);

const WHY_NOT = {
  'connections:write': 'frame.somebodyWithWriteAccessHas',
  'connections:delete': 'frame.yourRoleMayNotRemove',
} as const satisfies Partial<Record<Scope, MessageKey>>;

/**
 * Why the person may not do what the scope names, for a control that stands there all the same;
 * undefined: they may.
 */
export function useWhyNot(scope: Reasoned): string | undefined {
  const t = useTranslations();
  return useCan(scope) ? undefined : t(WHY_NOT[scope]);
}

type Reasoned = keyof typeof WHY_NOT;
const REASONED = Object.keys(WHY_NOT) as Reasoned[];
const reasonId = (scope: Reasoned): string => `why-not-${scope.replace(':', '-')}`;

/** The reasons themselves, once in a page: what `because` names to whoever does not see it. */
function Reasons() {
  const t = useTranslations();
  const { scopes } = useSession();
  return REASONED.filter((scope) => !scopes.includes(scope)).map((scope) => (
    <span key={scope} id={reasonId(scope)} hidden>
      {t(WHY_NOT[scope])}
    </span>
  ));
}

/** How a control that is off says why: seen under the pointer, and said with its name. */
export const because = (
  why: string | undefined,
  scope: Reasoned = 'connections:write',
): { title?: string; 'aria-describedby'?: string } =>
  why === undefined ? {} : { title: why, 'aria-describedby': reasonId(scope) };
