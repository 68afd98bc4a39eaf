import connector from '@/lib/connectors/providers/linkedin';
import { answers } from '@/lib/connectors/testing/answers/linkedin';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
