import connector from '@/lib/connectors/providers/salesforce';
import { answers } from '@/lib/connectors/testing/answers/salesforce';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
