import { defineConnector } from '@/lib/connectors/kit';

export default defineConnector({
  type: 'circleback',
  name: 'Circleback',
  description: 'Meeting notes, action items and transcripts from Circleback.',
  category: 'calls',
  version: '0.1.0',
  docs_url: 'https://circleback.ai/docs/webhook-integration',
  keywords: ['meetings', 'notes', 'transcripts', 'calls'],
  default_cadence: '1h',
  puller: {
    status: 'planned',
    reason:
      'Circleback offers no API to read meetings from yet; it can only send them as they end. ' +
      'Coming with the webhook receivers.',
  },
  promises: [],
  hosts: [],
  auth: {
    method: 'api_key',
    fields: [],
    apply: () => ({}),
    account: {
      request: () => ({ url: 'https://circleback.ai' }),
      read: () => ({ id: '', label: '' }),
    },
  },
  limits: [],
  errors: [],
  streams: [],
});
