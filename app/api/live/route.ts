import { live } from '@/lib/api/live';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = live;
