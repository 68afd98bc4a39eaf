// Set-up file, before anything reads the settings: this file's jobs go to Temporal, in a task queue
// of its own.
import path from 'node:path';
import { inject } from 'vitest';

Object.assign(process.env, {
  JOB_ENGINE: 'temporal',
  TEMPORAL_ADDRESS: inject('temporal').address,
  TEMPORAL_TASK_QUEUE: path.basename(new URL(process.env.DATABASE_URL!).pathname),
});
