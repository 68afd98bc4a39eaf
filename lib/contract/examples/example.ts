import type * as z from 'zod';
import type { OperationId, Operations } from '@/lib/contract';

/** Calls worth showing, by operation: what is sent and what comes back. */
export type Examples = {
  [Id in OperationId]?: {
    summary: string;
    input: z.input<Operations[Id]['input']>;
    output: z.input<Operations[Id]['output']>;
  }[];
};
