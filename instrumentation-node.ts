import { env } from '@/lib/platform/env';
import { boot } from '@/lib/worker/boot';

export async function start(): Promise<void> {
  await boot({ work: env().WORKER });
}
