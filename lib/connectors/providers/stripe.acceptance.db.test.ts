import connector from '@/lib/connectors/providers/stripe';
import { answers } from '@/lib/connectors/testing/answers/stripe';
import { acceptance } from '@/lib/connectors/testing/acceptance';

acceptance({
  connector,
  account: 'globex',
  named: { id: 'acct_1SbxGlobex', label: 'Globex' },
  wrong: {
    credential: 'rk_test_nobody',
    told: /does not accept this restricted API key: Invalid API Key/,
  },
  small_pages: { limit: 5 },
  forbidden: {
    stream: 'charges',
    path: '/v1/charges',
    body: {
      error: {
        type: 'invalid_request_error',
        message: 'The provided key does not have the required permissions for this endpoint.',
      },
    },
  },
  answers,
  forgotten: {
    stream: 'invoices',
    path: '/v1/events',
    says: 'invoice.*',
    answer: {
      status: 400,
      body: {
        error: {
          type: 'invalid_request_error',
          code: 'resource_missing',
          message: "No such event: 'evt_1'",
          param: 'ending_before',
        },
      },
    },
  },
  ends_empty: 'A page goes on after its last record, so one without records names none',
  streams: {
    customers: { fields: ['name', 'email', 'invoice_prefix', 'created'] },
    subscriptions: {
      fields: ['status', 'customer', 'items.data.0.price.id'],
      there: ({ live, deleted }) => [...live, ...deleted],
    },
    invoices: { fields: ['number', 'total', 'amount_paid', 'customer'] },
    charges: { fields: ['amount', 'currency', 'customer', 'description'] },
  },
});
