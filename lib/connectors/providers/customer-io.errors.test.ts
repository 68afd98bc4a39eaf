import connector from '@/lib/connectors/providers/customer-io';
import { answers } from '@/lib/connectors/testing/answers/customer-io';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
