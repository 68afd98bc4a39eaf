import connector from '@/lib/connectors/providers/fathom';
import { answers } from '@/lib/connectors/testing/answers/fathom';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
