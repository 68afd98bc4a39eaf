import connector from '@/lib/connectors/providers/pipedrive';
import { answers } from '@/lib/connectors/testing/answers/pipedrive';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
