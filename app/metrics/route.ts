import { methods } from '@/lib/api/methods';
import { metrics } from '@/lib/api/metrics';

export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: metrics });
