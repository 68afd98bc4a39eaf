import connector from '@/lib/connectors/providers/grain';
import { answers } from '@/lib/connectors/testing/answers/grain';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
