import { problemResponse } from '@/lib/api/problem';
import { DomainError } from '@/lib/contract/errors';

/** Whatever no other route takes: a problem document, never a page. */
const unknown = async (): Promise<Response> => problemResponse(new DomainError('unknown_path'));

export { unknown as GET, unknown as HEAD, unknown as OPTIONS };
export { unknown as POST, unknown as PUT, unknown as PATCH, unknown as DELETE };
