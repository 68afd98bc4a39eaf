import { defineConnector } from '@/lib/connectors/kit';

export default defineConnector({
  type: 'delivr-ai',
  aliases: ['delivr'],
  name: 'Delivr.ai',
  description: 'Visitors of your site that were identified, and what companies show interest in.',
  category: 'crm',
  version: '0.1.0',
  docs_url: 'https://delivr.ai',
  keywords: ['delivr', 'intent', 'visitors', 'pixel', 'audiences', 'identity'],
  default_cadence: '6h',
  puller: {
    status: 'planned',
    reason:
      'Delivr.ai documents no way to read its data that could be relied on: which records there ' +
      'are, how they are paged and what is refused is unknown. Coming once it does.',
  },
  promises: [],
  hosts: [],
  auth: {
    method: 'api_key',
    fields: [],
    apply: () => ({}),
    account: {
      request: () => ({ url: 'https://delivr.ai' }),
      read: () => ({ id: '', label: '' }),
    },
  },
  limits: [],
  errors: [],
  streams: [],
});
