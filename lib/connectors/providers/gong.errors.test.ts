import connector from '@/lib/connectors/providers/gong';
import { answers } from '@/lib/connectors/testing/answers/gong';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
