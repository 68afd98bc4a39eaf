import { composio } from '@/lib/oauth/auth-providers/composio';
import { pipedream } from '@/lib/oauth/auth-providers/pipedream';
import type { AuthProvider } from '@/lib/oauth/auth-providers/provider';

/** Every auth provider there is. */
export const AUTH_PROVIDERS: readonly AuthProvider[] = [composio, pipedream];

/** Undefined: there is none of that id. */
export const findAuthProvider = (id: string): AuthProvider | undefined =>
  AUTH_PROVIDERS.find((one) => one.id === id);
