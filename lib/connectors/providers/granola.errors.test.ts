import connector from '@/lib/connectors/providers/granola';
import { answers } from '@/lib/connectors/testing/answers/granola';
import { errorTable } from '@/lib/connectors/testing/error-table';

errorTable(connector, answers);
