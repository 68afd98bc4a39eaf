import { boot } from '@/lib/worker/boot';

/** A process that only syncs: `npm run worker`. */
await boot({ work: true });
process.stdout.write('Inlet worker is running. Stop it with Ctrl+C.\n');
