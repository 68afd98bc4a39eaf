import type { WorkspaceOrigins } from '@/lib/contract/origins';
import { prisma, type PrismaTx } from '@/lib/platform/db';

const SELECT = { apiOrigins: true, returnOrigins: true } as const;

export async function findOrigins(id: string): Promise<WorkspaceOrigins> {
  const { apiOrigins, returnOrigins } = await prisma().workspace.findUniqueOrThrow({
    where: { id },
    select: SELECT,
  });
  return { api_origins: apiOrigins, return_origins: returnOrigins };
}

/** Replaces the lists that are given, each without doubles. */
export async function patchOrigins(
  id: string,
  { api_origins, return_origins }: Partial<WorkspaceOrigins>,
  { prisma: client }: PrismaTx,
): Promise<WorkspaceOrigins> {
  const { apiOrigins, returnOrigins } = await client.workspace.update({
    where: { id },
    data: {
      ...(api_origins && { apiOrigins: [...new Set(api_origins)] }),
      ...(return_origins && { returnOrigins: [...new Set(return_origins)] }),
    },
    select: SELECT,
  });
  return { api_origins: apiOrigins, return_origins: returnOrigins };
}

export const registersOrigin = async (
  origin: string,
  workspace_id: string | null,
): Promise<boolean> =>
  (await prisma().workspace.count({
    where: { apiOrigins: { has: origin }, ...(workspace_id ? { id: workspace_id } : {}) },
    take: 1,
  })) > 0;
