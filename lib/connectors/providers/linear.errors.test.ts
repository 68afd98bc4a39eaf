import connector from '@/lib/connectors/providers/linear';
import { answers } from '@/lib/connectors/testing/answers/linear';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
