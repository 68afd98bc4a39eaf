import { provideExecutor } from '@/lib/jobs/service';
import { temporalExecutor } from './executor.ts';

/** The worker process of JOB_ENGINE=temporal: lib/worker/main.ts, with Temporal behind its jobs. */
provideExecutor(temporalExecutor);
await import('@/lib/worker/main');
