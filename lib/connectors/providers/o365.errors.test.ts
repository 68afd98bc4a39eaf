import connector from '@/lib/connectors/providers/o365';
import { answers } from '@/lib/connectors/testing/answers/o365';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
