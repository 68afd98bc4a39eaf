import connector from '@/lib/connectors/providers/gmail';
import { answers } from '@/lib/connectors/testing/answers/gmail';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
