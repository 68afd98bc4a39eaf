import connector from '@/lib/connectors/providers/notion-knowledge';
import { answers } from '@/lib/connectors/testing/answers/notion-knowledge';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
