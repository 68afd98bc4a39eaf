import connector from '@/lib/connectors/providers/github';
import { answers } from '@/lib/connectors/testing/answers/github';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
