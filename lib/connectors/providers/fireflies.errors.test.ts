import connector from '@/lib/connectors/providers/fireflies';
import { answers } from '@/lib/connectors/testing/answers/fireflies';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
