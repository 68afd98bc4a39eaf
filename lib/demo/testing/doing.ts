import { putSandboxTwin } from '@/lib/demo/service';
import type { SignedIn } from '@/lib/platform/testing';

/** A workspace of real accounts, as the owner sees it: a sandbox has no twin. */
const real = (owner: SignedIn) => Object.assign(owner.workspace, { mode: 'live' });

/** How to get to where a sandbox twin can be made or removed, and what to send. */
export const DOING_SET_UP: Record<string, (world: { owner: SignedIn }) => Promise<object>> = {
  putSandboxTwin: async ({ owner }) => {
    real(owner);
    return {};
  },
  deleteSandboxTwin: async ({ owner }) => {
    real(owner);
    await putSandboxTwin(owner);
    return {};
  },
};
