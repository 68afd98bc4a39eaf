import { trpc } from '@/lib/dialects/trpc/service';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = trpc;
