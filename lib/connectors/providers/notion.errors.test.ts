import connector from '@/lib/connectors/providers/notion';
import { answers } from '@/lib/connectors/testing/answers/notion';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
