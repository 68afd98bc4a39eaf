// Set-up file, after the settings: jobs of the test's own process run at Temporal too.
import { provideExecutor } from '@/lib/jobs/service';
import { temporalExecutor } from '@/engines/temporal/src/executor';

provideExecutor(temporalExecutor);
