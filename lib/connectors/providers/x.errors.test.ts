import connector from '@/lib/connectors/providers/x';
import { answers } from '@/lib/connectors/testing/answers/x';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
