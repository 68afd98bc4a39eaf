import { pictures } from '@/lib/api/pictures';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = pictures;
