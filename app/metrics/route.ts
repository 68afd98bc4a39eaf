export const dynamic = 'force-dynamic';
export { metrics as GET } from '@/lib/api/metrics';
