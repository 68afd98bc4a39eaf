import connector from '@/lib/connectors/providers/hubspot';
import { answers } from '@/lib/connectors/testing/answers/hubspot';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
