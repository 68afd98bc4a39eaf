import connector from '@/lib/connectors/providers/outlook';
import { answers } from '@/lib/connectors/testing/answers/outlook';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
