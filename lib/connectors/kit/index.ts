export * from '@/lib/connectors/kit/connector';
export * from '@/lib/connectors/kit/paginate';
export * from '@/lib/connectors/kit/path';
export * from '@/lib/connectors/kit/doors';
export * from '@/lib/connectors/kit/errors';
export * from '@/lib/connectors/kit/check';
