import { sourceConnections as answer } from '@/lib/dialects/source-connections/service';

export { answer as GET, answer as HEAD, answer as OPTIONS };
export { answer as POST, answer as PUT, answer as PATCH, answer as DELETE };
