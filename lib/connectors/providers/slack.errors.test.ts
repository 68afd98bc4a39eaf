import connector from '@/lib/connectors/providers/slack';
import { answers } from '@/lib/connectors/testing/answers/slack';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
