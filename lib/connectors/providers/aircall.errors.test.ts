import connector from '@/lib/connectors/providers/aircall';
import { answers } from '@/lib/connectors/testing/answers/aircall';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
