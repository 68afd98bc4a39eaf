import connector from '@/lib/connectors/providers/customer-io';
import { answers } from '@/lib/connectors/testing/answers/customer-io';
import { acceptance } from '@/lib/connectors/testing/acceptance';

acceptance({
  connector,
  account: 'globex',
  named: { id: '12', label: 'Globex' },
  wrong: {
    credential: 'cioappkeynobody00000000000000000',
    told: /does not accept this App API key/,
  },
  credentials: (api_key) => ({ api_key }),
  small_pages: { limit: 5 },
  forbidden: {
    stream: 'segments',
    path: '/v1/segments',
    body: { errors: [{ detail: 'forbidden', status: '403' }] },
  },
  answers,
  streams: {
    campaigns: { fields: ['name', 'state', 'actions.0.type'] },
    segments: { fields: ['name', 'type'] },
    people: { fields: ['attributes.email', 'attributes.first_name', 'attributes.plan'] },
    deliveries: { fields: ['subject', 'recipient', 'created', 'metrics.sent'] },
    activities: { fields: ['type', 'timestamp', 'customer_identifiers.cio_id'] },
  },
});
