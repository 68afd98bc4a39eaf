import connector from '@/lib/connectors/providers/pylon';
import { answers } from '@/lib/connectors/testing/answers/pylon';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
