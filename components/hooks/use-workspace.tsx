'use client';
import { useTranslations } from 'next-intl';
import { createContext, use, type ReactNode } from 'react';
import type { Output } from '@/lib/client/call';
import type { MessageKey } from '@/lib/client/words';
import type { Scope } from '@/lib/contract/operation';

type Session = Output<'getSession'>;

const Current = createContext<Session | null>(null);

export function WorkspaceProvider({
  session,
  children,
}: {
  session: Session;
  children: ReactNode;
}) {
  return <Current value={session}>{children}</Current>;
}

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
export function useWhyNot(scope: keyof typeof WHY_NOT): string | undefined {
  const t = useTranslations();
  return useCan(scope) ? undefined : t(WHY_NOT[scope]);
}
