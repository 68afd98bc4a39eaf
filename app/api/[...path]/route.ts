import { dispatch } from '@/lib/api/route';

/** Every operation of the contract, and whatever no other route takes. */
export { dispatch as GET, dispatch as HEAD, dispatch as OPTIONS };
export { dispatch as POST, dispatch as PUT, dispatch as PATCH, dispatch as DELETE };
