import type { AnyOperation } from '@/lib/contract';
import { ACCESS_EXAMPLES } from '@/lib/contract/examples/access-policy';
import { AUDIT_EXAMPLES } from '@/lib/contract/examples/audit';
import { AUTH_PROVIDER_EXAMPLES } from '@/lib/contract/examples/auth-providers';
import { CONNECTION_EXAMPLES } from '@/lib/contract/examples/connections';
import type { Examples } from '@/lib/contract/examples/example';
import { KNOWLEDGE_EXAMPLES } from '@/lib/contract/examples/knowledge';
import { METRIC_EXAMPLES } from '@/lib/contract/examples/metrics';
import { NOTIFICATION_EXAMPLES } from '@/lib/contract/examples/notifications';
import { PLATFORM_EXAMPLES } from '@/lib/contract/examples/platform';
import { RUN_EXAMPLES } from '@/lib/contract/examples/runs';
import { SET_UP_EXAMPLES } from '@/lib/contract/examples/set-up';
import { VIEW_EXAMPLES } from '@/lib/contract/examples/views';
import { WEBHOOK_EXAMPLES } from '@/lib/contract/examples/webhooks';
import { WISH_EXAMPLES } from '@/lib/contract/examples/wishes';

const EXAMPLES: Examples = {
  ...CONNECTION_EXAMPLES,
  ...RUN_EXAMPLES,
  ...ACCESS_EXAMPLES,
  ...AUDIT_EXAMPLES,
  ...AUTH_PROVIDER_EXAMPLES,
  ...METRIC_EXAMPLES,
  ...KNOWLEDGE_EXAMPLES,
  ...PLATFORM_EXAMPLES,
  ...WEBHOOK_EXAMPLES,
  ...NOTIFICATION_EXAMPLES,
  ...WISH_EXAMPLES,
  ...SET_UP_EXAMPLES,
  ...VIEW_EXAMPLES,
};

/** The examples of an operation: those it brings, or those that stand here. */
export const examplesOf = (op: AnyOperation): NonNullable<AnyOperation['examples']> =>
  op.examples ?? (EXAMPLES[op.id] as AnyOperation['examples']) ?? [];
