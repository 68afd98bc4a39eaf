export * from '@/lib/connectors/kit/walks/children';
export * from '@/lib/connectors/kit/walks/detail';
export * from '@/lib/connectors/kit/walks/in-order';
export * from '@/lib/connectors/kit/walks/pages';
export * from '@/lib/connectors/kit/walks/search';
export * from '@/lib/connectors/kit/walks/sequence';
export * from '@/lib/connectors/kit/walks/walk';
