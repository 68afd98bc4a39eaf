import connector from '@/lib/connectors/providers/stripe';
import { answers } from '@/lib/connectors/testing/answers/stripe';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
